import { json } from '../../formats/json-data.js';
import { isThisMachine } from '../../notations/host.js';
import { type Notation, number, setting } from '../../notations/notation.js';
import { DEBUGGING } from '../../sites/reasons.js';
import type { DataRow, PortRow } from '../row.js';
import { argumentRows } from './arguments.js';
import { portNameFrom } from './names.js';

/**
 * The environment of a program of the project that is started there: a port in it is that program's,
 * whose own files say it too, and is one by itself where no file does.
 */
const launched: Notation = (text, place) => {
  const read = setting(text, place);
  const stated = read.stated.map((each) =>
    each.role === 'listen' ? { ...each, role: 'refer' as const, mayServe: true } : each,
  );
  return { ...read, stated };
};

/** The port of a debugger in another process: one that runs in a container is published. */
const debuggers = [['port'], ['connect', 'port']].flatMap((keys): PortRow[] => {
  const at = ['configurations', '*', ...keys];
  const attached: PortRow = {
    ...{ at, reads: number, role: 'refer', protocol: 'tcp', confidence: 'likely' },
    unlessPublished: DEBUGGING,
    when: ({ path, value }) => {
      const own = (...names: string[]) => value([...path.slice(0, 2), ...names]);
      const hosts = [own('address'), own('host'), own('hostName'), own('connect', 'host')];
      return (
        own('request') === 'attach' && hosts.every((host = 'localhost') => isThisMachine(host))
      );
    },
  };
  return [attached, { at, reads: number, leave: DEBUGGING }];
});

/** What the editor starts: https://code.visualstudio.com/docs/debugtest/tasks and debugging. */
export const vscode: readonly DataRow[] = [
  {
    name: 'vscode-launch',
    files: /(^|\/)\.vscode\/launch\.json$/,
    format: json,
    ports: [
      { at: ['configurations', '*', 'url'], reads: setting },
      { at: ['configurations', '*', 'serverReadyAction', 'uriFormat'], reads: setting },
      { at: ['configurations', '*', 'env', '*'], reads: launched, isVariable: true },
      ...argumentRows('configurations', '*', 'args'),
      ...argumentRows('configurations', '*', 'runtimeArgs'),
      {
        at: ['configurations', '*', 'command'],
        reads: setting,
        isCommand: true,
        portName: ({ path, value }) => portNameFrom(value([...path.slice(0, -1), 'name'])),
      },
      ...debuggers,
    ],
  },
  {
    name: 'vscode-tasks',
    files: /(^|\/)\.vscode\/tasks\.json$/,
    format: json,
    ports: [
      {
        at: ['tasks', '*', 'command'],
        reads: setting,
        isCommand: true,
        // What has arguments beside it is told its port there.
        when: ({ path, value }) => value([...path.slice(0, -1), 'args', '0']) === undefined,
        portName: ({ path, value }) => portNameFrom(value([...path.slice(0, -1), 'label'])),
      },
      ...argumentRows('tasks', '*', 'args'),
      { at: ['tasks', '*', 'options', 'env', '*'], reads: launched, isVariable: true },
    ],
  },
];
