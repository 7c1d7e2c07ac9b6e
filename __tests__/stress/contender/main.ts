import { writeSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import {
  type Lease,
  PortRegistry,
  type Reservation,
  type ReserveRequest,
} from '../../../src/registry/index.js';
import { below, type Random, seeded } from './random.js';
import { Referee } from './referee.js';

// One of many who want ports. Tells what befalls it, one JSON object a line.

export interface ContenderPlan {
  readonly registry: string;
  readonly match: string;
  readonly seed: number;
  readonly rounds: number;
  readonly ports: number;
  readonly range: string;
}

export type Word =
  | { readonly type: 'round' }
  | { readonly type: 'given'; readonly ports: readonly number[]; readonly tookMs: number }
  | { readonly type: 'double'; readonly key: string; readonly id: string }
  | { readonly type: 'refused'; readonly code: string; readonly message: string }
  | { readonly type: 'frozen'; readonly forMs: number }
  | { readonly type: 'killed' }
  | { readonly type: 'done' };

function say(word: Word): void {
  writeSync(1, `${JSON.stringify(word)}\n`);
}

/** Sets of every form, each with the same number of leases. */
function requestOf(random: Random, { ports, range }: ContenderPlan): ReserveRequest {
  const [from = 0, to = 0] = range.split('-').map(Number);
  const start = from + below(random, to - from - ports);
  const forms: ReserveRequest[] = [
    { count: ports },
    { count: ports, strategy: 'lowest' },
    { count: ports, contiguous: true },
    { ports: ['DNS_PORT/tcp+udp'], count: ports - 1 },
    { count: ports, strategy: 'preferred', preferred: start },
    { count: ports, strategy: 'stable', seed: `project ${below(random, 4)}` },
  ];
  return { range, waitMs: 10_000, ...forms[below(random, forms.length)] };
}

function keysOf(leases: readonly Lease[]): string[] {
  return leases.map(({ protocol, port }) => `${protocol}-${port}`);
}

/** All at once, or port by port. */
async function giveBack(random: Random, registry: PortRegistry, given: Reservation): Promise<void> {
  if (random() < 0.7) await given.release();
  else await registry.release(given.leases.map(({ port }) => port));
}

async function round(
  random: Random,
  registry: PortRegistry,
  referee: Referee,
  plan: ContenderPlan,
): Promise<void> {
  const started = performance.now();
  const given = await registry.reserve(requestOf(random, plan));
  const tookMs = Math.round(performance.now() - started);
  for (const key of await referee.take(keysOf(given.leases)))
    say({ type: 'double', key, id: given.id });
  say({ type: 'given', ports: given.leases.map(({ port }) => port), tookMs });
  if (random() < 0.2) await given.renew();
  await delay(below(random, 20));
  referee.letGo();
  await giveBack(random, registry, given);
}

const plan: ContenderPlan = JSON.parse(process.argv[2] ?? '');
const random = seeded(plan.seed);
const registry = new PortRegistry({ registry: plan.registry });
const referee = new Referee(plan.match);
for (let n = 0; n < plan.rounds; n++) {
  say({ type: 'round' });
  try {
    await round(random, registry, referee, plan);
  } catch (error) {
    const { code = 'none', message, cause } = error as Error & { code?: string };
    referee.letGo();
    say({
      type: 'refused',
      code,
      message: cause === undefined ? message : `${message} (${cause})`,
    });
  }
}
say({ type: 'done' });
