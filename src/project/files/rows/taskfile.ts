import { yaml } from '../../formats/yaml-data.js';
import { number, setting } from '../../notations/notation.js';
import type { DataRow, PortPlace, PortRow } from '../row.js';

function taskName({ keys: [task] }: PortPlace): string {
  return `${(task ?? 'task').toUpperCase().replace(/\W/g, '_')}_PORT`;
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
    { at: ['tasks', '*'], ...command },
    {
      at: ['tasks', '*', '*'],
      ...command,
      when: ({ path }) => /^(\d+|cmd)$/.test(path.at(-1) ?? ''),
    },
    { at: ['tasks', '*', 'cmds', '*'], ...command },
    { at: ['tasks', '*', 'cmds', '*', 'cmd'], ...command },
  ],
};
