import { yaml } from '../../formats/yaml-data.js';
import { number, setting } from '../../notations/notation.js';
import type { DataRow, PortPlace, PortRow } from '../row.js';

/** The task, which is the key above `cmds`. */
function taskName({ path }: PortPlace): string {
  return `${(path[path.lastIndexOf('cmds') - 1] ?? 'task').toUpperCase().replace(/\W/g, '_')}_PORT`;
}

const command = { reads: setting, isCommand: true, portName: taskName } as const;
const variable = (...at: readonly string[]): PortRow => ({ at, reads: setting });

/** https://taskfile.dev */
export const taskfile: DataRow = {
  name: 'taskfile',
  files: /(^|\/)[Tt]askfile\.ya?ml$/,
  format: yaml,
  ports: [
    ...['vars', 'env'].flatMap((key) => [
      { at: [key, 'PORT'], reads: number, role: 'listen', variable: 'PORT' } as const,
      variable(key, '*'),
    ]),
    variable('tasks', '*', 'env', '*'),
    { at: ['tasks', '*', 'cmds', '*'], ...command },
    { at: ['tasks', '*', 'cmds', '*', 'cmd'], ...command },
  ],
};
