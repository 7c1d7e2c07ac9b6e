import { PortKeeperError } from '../../errors.js';
import { readPortNumber } from '../../ports/index.js';
import { isReservationId, type PortRegistry, type Released } from '../../registry/index.js';
import type { Arguments } from '../arguments/spec.js';
import { readText } from '../arguments/values.js';
import type { CliCommand } from '../command.js';
import { type Context, printResult } from '../context.js';
import { leaseJson, SCHEMA } from '../json.js';

export const release: CliCommand = {
  name: 'release',
  summary: 'end reservations, or the leases of single ports',
  operands: '[what...]',
  usage: '[options] <id | port...>',
  details: 'What nobody holds is no error: a release may be repeated.',
  options: [
    { flags: '--owner <name>', description: 'everything that this owner has' },
    {
      flags: '--hold',
      description: 'only the sockets that hold UDP, so that its server can bind; the lease stays',
    },
  ],
  examples: [
    ['portkeeper release 3k9x0c2v7m1q8z5t', 'a whole reservation'],
    ['portkeeper release 20411 20412', 'two ports; the rest of their reservation stays'],
    ['portkeeper release --hold 20411', 'now its server starts; nobody else is given the port'],
    ['portkeeper release --owner nightly', 'all that was reserved with --owner nightly'],
  ],
  async run(given, context) {
    checkOperands(given);
    const registry = await context.openRegistry();
    if (given.options.hold === true) return handOver(given, registry, context);
    const { released, unknown } = await releaseAll(given, registry);
    for (const what of unknown) context.reporter.info(`Nothing is held by ${what}.`);
    printResult(
      context,
      () => ({ schema: SCHEMA, released: released.map(leaseJson), unknown }),
      () => released.map(({ name, port, protocol }) => `released ${name} ${port}/${protocol}`),
    );
    return 0;
  },
};

/** Lets go of the reservations' bound sockets: of all of a reservation, whichever port was named. */
async function handOver(given: Arguments, registry: PortRegistry, context: Context) {
  const leases = await registry.status();
  const named = leases.filter(({ id, port, owner, ownedBy, elsewhere }) => {
    const { operands, options } = given;
    const isOwned = owner === options.owner || ownedBy.name === options.owner;
    const isPort = !elsewhere && operands.includes(`${port}`);
    return operands.includes(id) || isPort || isOwned;
  });
  const handedOver: string[] = [];
  for (const id of new Set(named.map((lease) => lease.id))) {
    if (await registry.handOver(id)) handedOver.push(id);
  }
  if (handedOver.length === 0) context.reporter.info("Nothing was held in a server's way.");
  printResult(
    context,
    () => ({ schema: SCHEMA, handedOver }),
    () => handedOver.map((id) => `let go of the ports of ${id}; they stay leased`),
  );
  return 0;
}

function checkOperands({ operands, options }: Arguments): void {
  if (operands.length === 0 && options.owner === undefined) {
    throw new PortKeeperError('USAGE', 'Nothing was named that could be released', {
      hint: "Give a reservation's id, ports or --owner: portkeeper status shows them.",
    });
  }
  for (const what of operands) {
    if (readPortNumber(what) !== undefined || isReservationId(what)) continue;
    throw new PortKeeperError('USAGE', `"${what}" is neither a reservation's id nor a port`, {
      hint: 'portkeeper status shows both.',
    });
  }
}

async function releaseAll(given: Arguments, registry: PortRegistry): Promise<Released> {
  const { operands, options } = given;
  const owner = readText(options.owner);
  const named = operands.length === 0 ? [] : [await registry.release(operands)];
  const owned = owner === undefined ? [] : [await registry.releaseOwner(owner)];
  const all = [...named, ...owned];
  return {
    released: all.flatMap(({ released }) => released),
    unknown: all.flatMap(({ unknown }) => unknown),
  };
}
