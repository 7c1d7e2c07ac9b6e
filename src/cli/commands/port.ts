import { PortKeeperError } from '../../errors.js';
import { findInForce, type InForce } from '../../preparation/in-force.js';
import { nearest } from '../../project/config/suggest.js';
import type { CliCommand } from '../command.js';
import { printResult } from '../context.js';
import { SCHEMA } from '../json.js';

export const port: CliCommand = {
  name: 'port',
  summary: 'print the number of one port of this prepared project',
  operands: '<name>',
  details: 'Looks upward from this folder for the project. Exits 1 where there is no such port.',
  options: [],
  examples: [
    ['curl "http://localhost:$(portkeeper port WEB_PORT)/"', 'the number, for another command'],
    ['portkeeper port DB_PORT --json', 'the same as JSON'],
  ],
  async run({ operands: [name = ''] }, context) {
    const number = numberOf(name, await findInForce('.', context.environment));
    printResult(
      context,
      () => ({ schema: SCHEMA, name, port: number }),
      () => [`${number}`],
    );
    return 0;
  },
};

/** @throws {PortKeeperError} NOTHING_FOUND, with the names that there are. */
export function numberOf(name: string, { ports, root }: InForce): number {
  const number = Object.hasOwn(ports, name) ? ports[name] : undefined;
  if (number !== undefined) return number;
  const names = Object.keys(ports);
  const meant = nearest(name, names);
  const known = names.length === 0 ? 'It has none.' : `It has ${names.join(', ')}.`;
  throw new PortKeeperError('NOTHING_FOUND', `${root} has no port "${name}"`, {
    hint: meant === undefined ? known : `Did you mean ${meant}? ${known}`,
  });
}
