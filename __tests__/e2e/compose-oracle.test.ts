import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { detect } from '../../src/project/detect.js';
import type { LogicalPort } from '../../src/project/sites/site.js';
import { applyEdits } from '../../src/project/writing/edit.js';
import { composeCases } from '../project/cases/compose.js';
import { unwrittenCases } from '../project/cases/unwritten.js';
import { unmarkTree } from '../project/marked.js';
import {
  composeConfig,
  composeVersion,
  type Difference,
  differences,
  isToldInside,
  isToldToClients,
  type Json,
} from './compose-config.js';

/*
 * The word on what a compose file means is compose's own: `docker compose config`, which needs no
 * daemon. Of every project in the table it must say the same before and after all ports moved, but
 * for `published` and for URLs of this machine.
 */

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portkeeper-oracle-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe(`docker compose ${composeVersion() ?? '(not installed)'}`, () => {
  it('is there to be asked', () => {
    expect(composeVersion()).toMatch(/^\d/);
  });

  const inServices = unwrittenCases.filter(({ tree }) =>
    /environment|env_file/.test(tree['compose.yaml'] ?? ''),
  );
  const cases = [...composeCases, ...inServices].map((each) => [each.name, each.tree] as const);
  it.each(cases)('%s', async (_name, marked) => {
    const tree = unmarkTree(marked);
    for (const [path, text] of Object.entries(tree)) write(path, text);
    const files = Object.keys(tree).filter((path) => /compose/.test(path));
    const before = files.map((file) => config(file, files));
    await moveAll(tree);
    for (const [index, file] of files.entries()) {
      expectPortsAlone(before[index] ?? null, config(file, files));
    }
  });
});

const fixtures = fileURLToPath(new URL('../fixtures', import.meta.url));

describe('of the fixtures', () => {
  it.each(readdirSync(fixtures))('%s', (name) => {
    cpSync(join(fixtures, name, 'before'), folder, { recursive: true });
    const paths = readdirSync(folder, { recursive: true }).map(String);
    const files = paths.filter((path) => /compose[^/]*\.ya?ml$/.test(path));
    const before = files.map((file) => config(file, files));
    cpSync(join(fixtures, name, 'after'), folder, { recursive: true });
    for (const [index, file] of files.entries()) {
      expectPortsAlone(before[index] ?? null, config(file, files));
    }
  });
});

function expectPortsAlone(was: Json, is: Json): void {
  const inner = containerPorts(was);
  const wrong = differences(was, is).filter(
    (each) => isWrong(each, inner) && !isToldToClients(each, was) && !isToldInside(each, was, is),
  );
  expect(wrong).toEqual([]);
}

const PLAIN = /(^|\/)(docker-)?compose\.ya?ml$/;

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

async function moveAll(tree: Readonly<Record<string, string>>): Promise<void> {
  const { ports } = await detect(folder);
  for (const [path, text] of Object.entries(tree)) {
    const edits = ports.flatMap((port) =>
      port.sites
        .filter(({ file, within }) => file === path && within !== true)
        .map(({ start, end, insert }) => {
          return { start, end, text: `${insert?.before ?? ''}${numberOf(port, ports)}` };
        }),
    );
    write(path, applyEdits(text, edits));
  }
}

/** Those of one range stay neighbours, wherever they stand in the list. */
function numberOf({ name, block }: LogicalPort, ports: readonly LogicalPort[]): number {
  const first = ports.findIndex((port) => port.name === (block?.name ?? name));
  return 20_001 + 20 * first + (block?.offset ?? 0);
}

/**
 * What compose makes of a file, and of a variant on top of the plain file beside it; an error is an
 * answer as well, and must stay the same.
 */
function config(file: string, files: readonly string[]): Json {
  const base = files.find((each) => dirname(each) === dirname(file) && PLAIN.test(each)) ?? file;
  const stack = [...new Set([base, file])].flatMap((each) => ['-f', join(folder, each)]);
  return composeConfig(stack, { folder });
}

/**
 * A container that loads `.env` by env_file sees the new number of what is published elsewhere;
 * it must not see one that containers use among themselves change.
 */
function isWrong({ at, before, after }: Difference, inner: ReadonlySet<string>): boolean {
  const value = String(before).replace(/^\w+=/, '');
  const isUrl = withoutLocalPorts(before) === withoutLocalPorts(after);
  const isOuter = at.includes('/environment/') && /^\d+$/.test(value) && !inner.has(value);
  return !/^\/services\/[^/]+\/ports\/\d+\/published$/.test(at) && !isUrl && !isOuter;
}

/** What a client of this machine's ports is told, the ports aside, which a URL may leave out. */
function withoutLocalPorts(value: Json): string {
  const local =
    /(\/\/|@|,)(localhost|127\.0\.0\.1|\[::1\]|host\.docker\.internal)(?::\d+|(?![\w.:-]))/g;
  return String(value).replace(local, '$1$2:#');
}

/** The numbers of `target` and `expose`. */
function containerPorts(document: Json, key = ''): Set<string> {
  if (typeof document !== 'object' || document === null) return new Set();
  const found = new Set<string>();
  for (const [name, value] of Object.entries(document)) {
    if (name === 'target' || key === 'expose') found.add(String(value));
    for (const port of containerPorts(value, name)) found.add(port);
  }
  return found;
}
