import { listenAddress, listenFlags, type Notation, number } from '../../notations/notation.js';
import type { PortPlace, PortRow } from '../row.js';
import { portNameFrom } from './names.js';

/** The word before one of a list. */
function before({ path, value }: PortPlace): string {
  const index = Number(path.at(-1));
  return Number.isInteger(index) ? (value([...path.slice(0, -1), `${index - 1}`]) ?? '') : '';
}

const isAfterFlag = (place: PortPlace): boolean => /^(--port|-p)$/.test(before(place));
const isServed = (place: PortPlace): boolean => before(place) === 'runserver';

/** Of a person's own name for what is started: `name` or `label` beside the arguments. */
function named({ path, value }: PortPlace): string {
  const at = path.findLastIndex((key) => /args$/i.test(key));
  const beside = (key: string) => value([...path.slice(0, at), key]);
  return portNameFrom(beside('name') ?? beside('label'));
}

/** `runserver 8000`, `runserver 0.0.0.0:8000` */
const numberOrAddress: Notation = (text, place) => {
  const whole = number(text, place);
  return whole.stated.length > 0 ? whole : listenAddress(text, place);
};

const listens = { role: 'listen', confidence: 'likely', portName: named } as const;

/** What a program is started with, as a list of words or as one text. */
export function argumentRows(...at: readonly string[]): PortRow[] {
  return [
    { ...listens, at: [...at, '*'], reads: number, when: isAfterFlag, rule: 'args' },
    { ...listens, at: [...at, '*'], reads: numberOrAddress, when: isServed, rule: 'args' },
    { ...listens, at: [...at, '*'], reads: listenFlags, rule: 'args' },
    { ...listens, at, reads: listenFlags, rule: 'args' },
  ];
}
