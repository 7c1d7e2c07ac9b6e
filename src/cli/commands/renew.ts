import type { CliCommand } from '../command.js';
import { printResult } from '../context.js';
import { reservationJson } from '../json.js';

export const renew: CliCommand = {
  name: 'renew',
  summary: "start a reservation's time anew",
  operands: '<id>',
  options: [],
  examples: [
    ['portkeeper renew 3k9x0c2v7m1q8z5t', 'its TTL runs from now on; exits 1 when it is over'],
  ],
  async run({ operands: [id = ''] }, context) {
    const registry = await context.openRegistry();
    const reservation = await registry.renew(id);
    const { expiresAt } = reservation;
    printResult(
      context,
      () => reservationJson(reservation),
      () => [`${id} ${expiresAt === null ? 'has no end' : `ends at ${expiresAt.toISOString()}`}`],
    );
    return 0;
  },
};
