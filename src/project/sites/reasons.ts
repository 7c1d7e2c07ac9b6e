import type { Reading } from './findings.js';
import type { Site } from './site.js';

export function unsetReason({ chain }: Reading): string {
  const names = chain.map(({ variable }) => variable);
  return `${names.join(' and ')} is set nowhere and has no default, so there is nothing to write; ask for ${names[0]} by name with "ports"`;
}

/** Of what counts by default, where an env file that could set it was not read. */
export function unknownReason(role: Reading['role'], why: string): string {
  const what = role === 'refer' ? 'whether its default counts' : 'what it publishes';
  return `${what} is not known: the .env beside it ${why}`;
}

export function cannotSay(reason: string): string {
  return `its port cannot be said: ${reason}`;
}

export function blockedReason({ variable }: Site, reason: string): string {
  return variable === undefined
    ? `it cannot move: ${reason}`
    : `${variable} cannot move: ${reason}`;
}

/** Of what has the number at which a CI runner published a service. */
export function publishedReason(name: string, port: number): string {
  return `a service container of the job has ${port} (${name}), and what says it may mean that one`;
}

export const DEBUGGING = 'it is a debugging port, which tools outside of the project know';

export const LEADS_OUT = 'is a link that leads out of the project';

export const IGNORED_BY_GIT = 'git ignores its file, and what git ignores is not edited';

/** Of a URL to this machine, in what a container reads. */
export const HAS_IT_ITSELF =
  'which has this number itself; if a browser reads it, write its port as a variable';

/** @param told what gives the service the same numbers. */
export function toldReason(service: string, told: string): string {
  return `the range of the service "${service}" cannot be moved: ${told} gives it the same numbers, which it may tell its clients (passive FTP, RTP)`;
}

/** Of a default in a compose file: one line for as many as there are. */
export const UNUSED =
  'the env files that commands give compose say another number; started without them, this default counts, and stays';

export const NO_PORT = 'it is no port: those go from 1 to 65535';
export const NOT_PLAIN = 'it is not written as a plain port number';

/** @param place of what listens on this machine. */
export function outsideReason(place: string): string {
  return `it is read inside a container, where it may speak of what listens there, and not of ${place}; if a browser reads it, say its port in portkeeper.yaml`;
}
