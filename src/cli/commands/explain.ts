import { naming } from '../../errors.js';
import { type PortTraits, parsePortNumber, type SocketFacts } from '../../ports/index.js';
import type { Explanation, LeaseStatus, ProtocolExplanation } from '../../registry/index.js';
import type { CliCommand } from '../command.js';
import { printResult } from '../context.js';
import { explanationJson } from '../json-explanation.js';
import { timeLeft, timeSince } from '../time-left.js';

export const explain: CliCommand = {
  name: 'explain',
  summary: 'say what is behind a port: lease, process, container or kernel',
  operands: '<port>',
  details:
    'Another user’s process is named by its user alone, unless root asks. Exits 0 for a free port\n' +
    'as well; --json tells which.',
  options: [],
  examples: [
    ['portkeeper explain 3000', 'who has it, on TCP and UDP'],
    ['portkeeper explain 5432 --json', 'the same for a program'],
  ],
  async run({ operands: [text = ''] }, context) {
    const port = naming('explain', () => parsePortNumber(text));
    const registry = await context.openRegistry();
    const explanation = await registry.explain(port);
    printResult(
      context,
      () => explanationJson(explanation),
      () => describe(explanation),
    );
    return 0;
  },
};

function describe({ port, traits, protocols }: Explanation): string[] {
  const parts = protocols.flatMap((one) => {
    const facts = factsOf(one);
    const [first = one.free ? 'free' : 'not free, and nothing says why', ...rest] = facts;
    return [`${port}/${one.protocol}  ${first}`, ...rest.map((fact) => `${' '.repeat(11)}${fact}`)];
  });
  return [...parts, ...traitLines(traits)];
}

function factsOf(one: ProtocolExplanation): string[] {
  const { lease, claim, container, sockets, heldElsewhere } = one;
  return [
    ...(lease === undefined ? [] : leaseLines(lease)),
    ...(claim === undefined ? [] : [CLAIMS[claim]]),
    ...(heldElsewhere ? ['held for another registry, or for another user’s'] : []),
    ...(container === undefined ? [] : [containerLine(container)]),
    ...socketLines(sockets),
  ];
}

const CLAIMS = {
  resting: 'was released a moment ago, and rests before it is given to somebody else',
  'being made': 'is being reserved at this moment',
  over: 'its lease is over, and will be cleared away: portkeeper gc',
  unreadable: 'a file of the registry that speaks of it cannot be read: portkeeper doctor',
} as const;

function leaseLines(lease: LeaseStatus): string[] {
  const { name, owner, held, createdAt, expiresAt, state, labels, id } = lease;
  const kept = state === 'dead' ? 'whose owner is gone' : held ? 'held' : 'not held';
  const pairs = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
  const labelled = pairs.length === 0 ? '' : `, ${pairs.join(', ')}`;
  const ends = expiresAt === null ? 'no end' : `ends ${timeLeft(expiresAt)}`;
  return [
    `leased as ${name} by ${owner}, ${kept}`,
    `reservation ${id}, made ${timeSince(createdAt)}, ${ends}${labelled}`,
  ];
}

function containerLine({
  name,
  state,
  composeProject,
}: NonNullable<ProtocolExplanation['container']>) {
  const project = composeProject === undefined ? '' : ` of the compose project ${composeProject}`;
  return `published by the container ${name}${project}, which is ${state}`;
}

/** Sockets of one process in one state are one line, with the addresses that they have. */
function socketLines(sockets: readonly SocketFacts[]): string[] {
  const lines = new Map<string, Set<string>>();
  for (const { address, state, user, process } of sockets) {
    const who =
      process === undefined
        ? `a process of ${user}`
        : `${process.name} (pid ${process.pid}, user ${user}): ${process.command.join(' ')}`;
    const line = state === 'closed a moment ago' ? '' : who;
    const key = `${state}\0${line}`;
    lines.set(key, (lines.get(key) ?? new Set()).add(address));
  }
  return [...lines].map(([key, addresses]) => {
    const [state = '', who = ''] = key.split('\0');
    return `${state} on ${[...addresses].join(', ')}${who && ` by ${who}`}`;
  });
}

function traitLines(traits: PortTraits): string[] {
  const said: readonly [boolean, string][] = [
    [traits.privileged, 'this user may not bind it: the number is privileged'],
    [traits.refusedByBrowsers, 'browsers refuse to open it'],
    [
      traits.ephemeral && !traits.reservedInKernel,
      'the kernel may give it to any outgoing connection',
    ],
    [traits.reservedInKernel, 'kept from outgoing connections by ip_local_reserved_ports'],
  ];
  return said.filter(([holds]) => holds).map(([, text]) => text);
}
