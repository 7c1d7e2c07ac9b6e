import { isOfStarted, isPortFlag } from '../../notations/commands/flags.js';
import {
  CLIENTS,
  INSIDE,
  OTHER_SHORT_P,
  PACKAGE_MANAGERS,
  PREFIXES,
} from '../../notations/commands/tools.js';
import {
  listenAddress,
  listenFlags,
  type Notation,
  number,
  writtenUrls,
} from '../../notations/notation.js';
import type { PortPlace, PortRow } from '../row.js';
import { portNameFrom } from './names.js';

/** The word before one of a list. */
function before({ path, value }: PortPlace): string {
  const index = Number(path.at(-1));
  return Number.isInteger(index) ? (value([...path.slice(0, -1), `${index - 1}`]) ?? '') : '';
}

/** What stands beside the arguments. */
function beside({ path, value }: PortPlace, key: string): string | undefined {
  const at = path.findLastIndex((each) => /args$/i.test(each));
  return value([...path.slice(0, at), key]);
}

/** The tool that the arguments are for, where that is said: `ssh`, `redis-cli`. */
function toolOf(place: PortPlace): string {
  return (beside(place, 'command') ?? '').replace(/^.*[\\/]|\.exe$/g, '');
}

function mayListen(place: PortPlace): boolean {
  const tool = toolOf(place);
  return !CLIENTS.has(tool) && !INSIDE.has(tool);
}

function isAfterFlag(place: PortPlace): boolean {
  const flag = before(place);
  const tool = toolOf(place);
  const runsAnother = PACKAGE_MANAGERS.has(tool) || PREFIXES.has(tool);
  const isShort = flag === '-p' && (runsAnother || !OTHER_SHORT_P.has(tool));
  return ((isShort && !namesUser(place)) || isPortFlag(flag)) && mayListen(place);
}

/** `-u admin -p 1234`: a password. */
function namesUser({ path, value }: PortPlace): boolean {
  const list = path.slice(0, -1);
  const at = Number(path.at(-1));
  const near = [at - 3, at + 1].map((index) => value([...list, `${index}`]) ?? '');
  return near.some((flag) => /^(?:-u|--user(?:name)?)$/.test(flag));
}

const isAfterStarted = (place: PortPlace): boolean => isOfStarted(before(place));

const isServed = (place: PortPlace): boolean => before(place) === 'runserver';

const isUrl = ({ path, value }: PortPlace): boolean => value(path)?.includes('://') === true;

/** Of a person's own name for what is started: `name` or `label` beside the arguments. */
const named = (place: PortPlace): string =>
  portNameFrom(beside(place, 'name') ?? beside(place, 'label'));

/** `runserver 8000`, `runserver 0.0.0.0:8000` */
const numberOrAddress: Notation = (text, place) => {
  const whole = number(text, place);
  return whole.stated.length > 0 ? whole : listenAddress(text, place);
};

const listens = { role: 'listen', confidence: 'likely', portName: named } as const;

/** What a program is started with, as a list of words or as one text. */
export function argumentRows(...at: readonly string[]): PortRow[] {
  const started = { reads: number, role: 'refer', when: isAfterStarted, rule: 'args' } as const;
  return [
    { ...started, at: [...at, '*'] },
    { ...listens, at: [...at, '*'], reads: number, when: isAfterFlag, rule: 'args' },
    { ...listens, at: [...at, '*'], reads: numberOrAddress, when: isServed, rule: 'args' },
    { at: [...at, '*'], reads: writtenUrls, when: isUrl, rule: 'args' },
    { ...listens, at: [...at, '*'], reads: listenFlags, when: mayListen, rule: 'args' },
    { ...listens, at, reads: listenFlags, when: mayListen, rule: 'args' },
  ];
}
