import { messageOf, PortKeeperError, systemCode } from '../../errors.js';
import { shortageOf } from '../../shortage.js';

/** The system's refusal as an error that says what to do. */
export function unusable(root: string, error: unknown): PortKeeperError {
  if (error instanceof PortKeeperError) return error;
  const code = systemCode(error) ?? '';
  const shortage = shortageOf(error);
  const reason = shortage?.reason ?? REASONS[code] ?? messageOf(error);
  return new PortKeeperError(
    'REGISTRY_UNUSABLE',
    `The registry ${root} cannot be used: ${reason}`,
    {
      hint:
        shortage?.hint ??
        'Give another folder with --registry or PORTKEEPER_REGISTRY, or mend this one.',
      cause: error,
    },
  );
}

const REASONS: Record<string, string> = {
  EACCES: 'this user may not write there',
  ENOENT: 'no folder can be made there',
  EPERM: 'this user may not change what another user made there',
  EROFS: 'its file system is read-only',
  ENOSPC: 'its disk is full',
  EDQUOT: 'the disk quota is used up',
  ENAMETOOLONG: 'its path is too long',
  ENOTDIR: 'a file stands where its folder should be',
  EEXIST: 'a file stands where its folder should be',
};
