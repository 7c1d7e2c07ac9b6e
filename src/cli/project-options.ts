import { naming } from '../errors.js';
import { type PortRequest, parsePortRequest } from '../ports/index.js';
import type { PrepareOptions } from '../prepare.js';
import { MODES, parseMode } from '../project/config/index.js';
import { parseGlob } from '../project/discovery/glob.js';
import { defined, PORT_OPTIONS, readPortOptions } from './arguments/port-options.js';
import type { Arguments, OptionSpec } from './arguments/spec.js';
import { readFlag, readList, readOption, readText } from './arguments/values.js';

/** What detection looks at: for every command that finds the ports of a project. */
export const DETECTION_OPTIONS: readonly OptionSpec[] = [
  {
    flags: '--ports <ports>',
    description: 'ports to ask for beside what is found: NAME,NAME=3000; may be repeated',
    repeatable: true,
  },
  { flags: '--no-detect', description: 'only those of --ports and portkeeper.yaml' },
  {
    flags: '--files <glob>',
    description: 'only these files may be edited; may be repeated',
    repeatable: true,
  },
  { flags: '--config <file>', description: 'default: portkeeper.yaml, where there is one' },
];

/** What a preparation takes besides. */
export const PROJECT_OPTIONS: readonly OptionSpec[] = [
  ...DETECTION_OPTIONS,
  {
    flags: '--mode <mode>',
    description: 'patch (edit files), overlay, env (edit none) or plan',
    words: MODES,
  },
  ...PORT_OPTIONS,
  { flags: '--no-hold', description: 'do not hold them, whatever portkeeper.yaml says' },
  { flags: '--compose-project-name <name>', description: 'auto (the default), off, or a name' },
];

/** @throws {PortKeeperError} USAGE, naming the option. */
export function readDetectionOptions({ options }: Arguments) {
  const files = readList(options.files).map((each) => naming('--files', () => parseGlob(each)));
  return defined({
    ports: readPorts(readList(options.ports)),
    detect: readFlag(options.detect),
    files: files.length === 0 ? undefined : files,
    config: readText(options.config),
  });
}

/** @throws {PortKeeperError} USAGE, naming the option. */
export function readProjectOptions(given: Arguments): Partial<PrepareOptions> {
  return {
    ...readDetectionOptions(given),
    ...readPortOptions(given),
    ...defined({
      mode: readOption(given, 'mode', parseMode),
      composeProjectName: readText(given.options.composeProjectName),
    }),
  };
}

function readPorts(texts: readonly string[]): PortRequest[] {
  const parts = texts.flatMap((text) => text.split(/[\s,]+/)).filter((part) => part !== '');
  return parts.map((part) => naming('--ports', () => parsePortRequest(part)));
}
