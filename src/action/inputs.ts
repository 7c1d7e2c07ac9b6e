import { getInput } from '@actions/core';
import { parseDuration } from '../duration.js';
import { naming, PortKeeperError } from '../errors.js';
import {
  type PortRange,
  type PortRequest,
  parseHost,
  parsePortRequest,
  parseRange,
  parseStrategy,
  type StrategyName,
} from '../ports/index.js';
import { type Mode, parseMode } from '../project/config/index.js';
import { parseGlob } from '../project/discovery/glob.js';

/** Every input with its default, as action.yml declares them. */
const DEFAULTS = {
  ports: '',
  detect: 'true',
  'working-directory': '.',
  config: '',
  mode: 'patch',
  files: '',
  range: '20000-32767',
  strategy: 'random',
  host: '127.0.0.1',
  hold: 'true',
  ttl: '6h',
  registry: '',
  'compose-project-name': 'auto',
  restore: 'true',
  cleanup: 'false',
  wait: '0s',
  'job-services': '',
  'job-container': '',
} as const;

export type InputName = keyof typeof DEFAULTS;

/** The inputs of the step. An optional one was left at its default: the configuration decides. */
export interface Inputs {
  readonly ports: readonly PortRequest[];
  readonly detect: boolean | undefined;
  readonly directory: string;
  readonly config: string | undefined;
  readonly mode: Mode | undefined;
  readonly files: readonly string[];
  readonly range: PortRange | undefined;
  readonly strategy: StrategyName | undefined;
  readonly host: string | undefined;
  readonly hold: boolean | undefined;
  readonly ttlMs: number | undefined;
  readonly registry: string | undefined;
  readonly composeProjectName: string | undefined;
  readonly restore: boolean;
  readonly cleanup: boolean;
  readonly waitMs: number;
  readonly jobServices: string;
  readonly jobContainer: string;
}

/** Reads and checks all inputs. @throws {PortKeeperError} USAGE, naming the input. */
export function readInputs(): Inputs {
  return {
    ports: lines('ports').map((line) => checked('ports', () => parsePortRequest(line))),
    detect: chosen('detect', readBoolean),
    directory: text('working-directory') || '.',
    config: chosen('config', String),
    mode: chosen('mode', readMode),
    files: lines('files').map((line) => checked('files', () => parseGlob(line))),
    range: chosen('range', parseRange),
    strategy: chosen('strategy', parseStrategy),
    host: chosen('host', parseHost),
    hold: chosen('hold', readBoolean),
    ttlMs: chosen('ttl', parseDuration),
    registry: chosen('registry', String),
    composeProjectName: chosen('compose-project-name', String),
    restore: chosen('restore', readBoolean) ?? true,
    cleanup: chosen('cleanup', readBoolean) ?? false,
    waitMs: chosen('wait', parseDuration) ?? 0,
    jobServices: text('job-services'),
    jobContainer: text('job-container'),
  };
}

function text(name: InputName): string {
  return getInput(name);
}

function lines(name: InputName): string[] {
  return text(name)
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}

/** What the workflow's author wrote there; undefined for the default, which cannot be told apart. */
function chosen<T>(name: InputName, read: (value: string) => T): T | undefined {
  const value = text(name);
  return value === '' || value === DEFAULTS[name] ? undefined : checked(name, () => read(value));
}

function checked<T>(name: InputName, read: () => T): T {
  return naming(`Input ${name}`, read);
}

function readBoolean(value: string): boolean {
  if (/^(true|false)$/i.test(value)) return value.toLowerCase() === 'true';
  throw new PortKeeperError('USAGE', `"${value}" is neither true nor false`);
}

/** In letters of any size, as `true` and `false` are. */
function readMode(value: string): Mode {
  return parseMode(value.toLowerCase());
}
