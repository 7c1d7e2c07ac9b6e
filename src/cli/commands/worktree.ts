import { PortKeeperError } from '../../errors.js';
import { listWorktreePorts, type WorktreePorts } from '../../preparation/worktrees.js';
import type { CliCommand } from '../command.js';
import { printResult } from '../context.js';
import { SCHEMA } from '../json.js';
import { type Column, formatTable } from '../table.js';

export const worktree: CliCommand = {
  name: 'worktree',
  summary: 'show the ports of every worktree of this repository',
  operands: '<action>',
  words: ['list'],
  usage: '[options] list',
  details:
    'The main checkout keeps the ports that it declares; a linked worktree has numbers of its own,\n' +
    'the same every day. git worktree remove gives them back.',
  options: [],
  examples: [
    ['portkeeper worktree list', 'whose ports are whose'],
    ['portkeeper worktree list --json', 'the same for a program'],
  ],
  async run({ operands: [action = ''] }, context) {
    checkAction(action);
    const registry = await context.openRegistry();
    const worktrees = await listWorktreePorts('.', registry, context.environment);
    if (worktrees === undefined) throw noRepository();
    for (const { root, error } of worktrees.flatMap(({ unread }) => unread)) {
      context.reporter.warn(`${root}: ${error.message}. ${error.hint ?? ''}`);
    }
    printResult(
      context,
      () => ({ schema: SCHEMA, worktrees: worktrees.map(worktreeJson) }),
      () => formatTable(COLUMNS, worktrees.flatMap(rowsOf), context.terminal.width),
      1,
    );
    return 0;
  },
};

function checkAction(action: string): void {
  if (action === 'list') return;
  throw new PortKeeperError('USAGE', `portkeeper worktree does not know "${action}"`, {
    hint: 'Use portkeeper worktree list. To make and remove worktrees, use git.',
  });
}

function noRepository(): PortKeeperError {
  return new PortKeeperError('NOTHING_FOUND', 'This folder belongs to no git repository', {
    hint: 'portkeeper status shows the ports of every folder.',
  });
}

function worktreeJson({ path, head, linked, prepared, over, unread }: WorktreePorts) {
  const projects = prepared.map(({ root, reservation, ports }) => {
    return { root, id: reservation, ports };
  });
  const roots = unread.map(({ root }) => root);
  const closed = roots.length > 0 && { unread: roots };
  const ended = over.length > 0 && { over };
  const isPrepared = prepared.length > 0;
  return { path, head, main: !linked, prepared: isPrepared, projects, ...ended, ...closed };
}

const COLUMNS: readonly Column[] = [
  { title: 'WORKTREE', flexible: true },
  { title: 'BRANCH', flexible: true },
  { title: 'PORTS', flexible: true },
];

/** A line a project, so that a monorepo's folders stand below each other. */
function rowsOf({ path, head, linked, prepared, over, unread }: WorktreePorts): string[][] {
  const branch = linked ? head : `${head} (main checkout)`;
  const known = prepared.map(({ root, ports }) => {
    const list = Object.entries(ports).map(([name, port]) => `${name}=${port}`);
    return [root, list.join(' ')];
  });
  const projects = [
    ...known,
    ...over.map((root) => [root, 'no longer its own: prepare again']),
    ...unread.map(({ root }) => [root, 'not to be read']),
  ];
  if (projects.length === 0) return [[path, branch, 'not prepared']];
  return projects.map(([root = '', ports = ''], at) => [root, at === 0 ? branch : '', ports]);
}
