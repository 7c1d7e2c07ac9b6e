import { findInForce, type InForce } from '../../preparation/in-force.js';
import { mayChoose } from '../../project/telling/steering.js';
import { readOption } from '../arguments/values.js';
import type { CliCommand } from '../command.js';
import { printResult } from '../context.js';
import { ENV_FORMATS, formatVariables, parseEnvFormat } from '../env-formats.js';
import { SCHEMA } from '../json.js';

export const env: CliCommand = {
  name: 'env',
  summary: 'print all ports of this prepared project as variables',
  operands: '',
  details:
    'Looks upward from this folder for the project. What one package of several has for itself,\n' +
    'such as its PORT, is left out; portkeeper port prints it.',
  options: [
    {
      flags: '--format <name>',
      description: 'shell (the default), fish, dotenv or json',
      words: ENV_FORMATS,
    },
  ],
  examples: [
    ['eval "$(portkeeper env)"', 'every port in the environment of this shell'],
    ['portkeeper env --format fish | source', 'the same in fish'],
    ['portkeeper env --format dotenv > .env.ports', 'a file for --env-file'],
  ],
  async run(given, context) {
    const format = readOption(given, 'format', parseEnvFormat) ?? 'shell';
    const inForce = await findInForce('.', context.environment);
    const asJson = format === 'json';
    const style = asJson ? { ...context.style, json: true } : context.style;
    printResult(
      { ...context, style },
      () => envJson(inForce),
      () => (asJson ? [] : formatVariables(variablesOf(inForce), format)),
    );
    return 0;
  },
};

/** What `run` would put into a command's environment for its ports. */
function variablesOf(inForce: InForce): Record<string, string> {
  const { ports, composeVariables, carried = {}, withheld = [] } = inForce;
  const entries = Object.entries({ ...carried, ...ports });
  const allowed = entries.filter(([name]) => mayChoose(name) && !withheld.includes(name));
  const numbers = allowed.map(([name, port]) => [name, `${port}`] as const);
  return { ...Object.fromEntries(numbers), ...composeVariables };
}

function envJson(inForce: InForce) {
  const { root, reservation, ports, composeProjectName } = inForce;
  return {
    schema: SCHEMA,
    ...{ id: reservation, root, ports, composeProjectName },
    variables: variablesOf(inForce),
  };
}
