import { json } from '../../formats/json-data.js';
import { mapping, number } from '../../notations/notation.js';
import type { DataRow, PortPlace, PortRow } from '../row.js';
import { portNameFrom } from './names.js';

/** The tool forwards what listens inside, so it follows a program and nothing that is published. */
const follows = { reads: number, role: 'refer', confidence: 'likely', inside: true } as const;

const publishes = {
  reads: mapping,
  role: 'publish',
  rule: 'appPort',
  portName: () => portNameFrom('app'),
} as const;

/** `"runArgs": ["-p", "8080:80"]`: the word before says that it is a mapping. */
function isPublished({ keys: [index], value }: PortPlace): boolean {
  return ['-p', '--publish'].includes(value(['runArgs', String(Number(index) - 1)]) ?? '');
}

/** https://containers.dev/implementors/json_reference/ */
const ports: readonly PortRow[] = [
  { ...follows, at: ['forwardPorts', '*'], rule: 'forwardPorts' },
  { ...follows, at: ['portsAttributes', '*'], of: 'key', rule: 'portsAttributes' },
  { ...publishes, at: ['appPort'] },
  { ...publishes, at: ['appPort', '*'] },
  { ...publishes, at: ['runArgs', '*'], rule: 'runArgs', when: isPublished },
];

export const devcontainer: DataRow = {
  name: 'devcontainer',
  files: /(^|\/)(\.devcontainer\/([^/]+\/)?devcontainer|\.devcontainer)\.json$/,
  format: json,
  ports,
};
