import { PortKeeperError, systemCode } from '../errors.js';
import type { Survey } from '../ports/index.js';
import { shortageOf } from '../shortage.js';

/** That ports could not be asked for, and so passed for ports in use. */
export async function unanswered(survey: Survey): Promise<PortKeeperError | undefined> {
  const cause = await survey.unanswered();
  if (cause === undefined) return undefined;
  const { reason, hint } = shortageOf(cause) ?? {
    reason: `the system said ${systemCode(cause)}`,
    hint: 'A rule of the system or of the container may keep programs from sockets, or from these ports.',
  };
  const message = `Ports cannot be asked for: ${reason}`;
  return new PortKeeperError('REGISTRY_UNUSABLE', message, { hint, cause });
}
