import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { PortNumber } from '../../src/ports/index.js';
import { type Detection, detect } from '../../src/project/detect.js';
import { composeFileFor, type Override, planOverlay } from '../../src/project/overlay/plan.js';
import { composeCases } from '../project/cases/compose.js';
import { unmarkTree } from '../project/marked.js';
import { overlayCases } from '../project/overlay/cases.js';
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
 * With the override last in COMPOSE_FILE, compose must say the same of every project as without,
 * but for `published`, for URLs of this machine, and for what is shared by a fixed name.
 */

let base: string;
let folder: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'portkeeper-overlay-'));
  folder = join(base, 'oracle');
});
afterEach(() => rmSync(base, { recursive: true }));

const fixtures = fileURLToPath(new URL('../fixtures', import.meta.url));

describe(`an overlay in docker compose ${composeVersion() ?? '(not installed)'}`, () => {
  const cases = [
    ...composeCases.map(({ name, tree }) => [name, unmarkTree(tree)] as const),
    ...overlayCases.map(({ name, tree }) => [name, tree] as const),
  ];
  it.each(cases)('%s', async (_name, tree) => {
    for (const [path, text] of Object.entries(tree)) write(join(folder, path), text);
    await expectPortsAlone();
  });

  it.each(readdirSync(fixtures))('of the fixture %s', async (name) => {
    cpSync(join(fixtures, name, 'before'), folder, { recursive: true });
    await expectPortsAlone();
  });
});

/** Of every compose project in the folder. */
async function expectPortsAlone(): Promise<void> {
  const detection = await detect(folder);
  const numbers = new Map(
    detection.ports.map(({ name }, index) => [name, (20_001 + index) as PortNumber]),
  );
  const options = { environment: {}, name: undefined, token: undefined };
  const { overrides } = planOverlay(detection, numbers, options);
  for (const [index, override] of overrides.entries()) {
    const path = join(base, `${index}.compose.yaml`);
    const directory = join(folder, override.directory);
    const before = composeConfig([], { folder: directory, env: variables(override.files) });
    const usual = composeConfig([], { folder: directory });
    if (typeof usual === 'object') expect(before).toEqual(usual);
    write(path, override.text);
    const { value } = composeFileFor(override, path);
    const after = composeConfig([], { folder: directory, env: variables([value]) });
    const found = differences(before, after).filter(
      (each) => !isToldInside(each, before, after) && !isToldToClients(each, before),
    );
    expect(found.filter(isWrong)).toEqual([]);
    expect(published(after).filter((port) => declaredIn(detection, override).has(port))).toEqual(
      [],
    );
  }
}

/** The numbers that the files in force state, and that the override is to replace. */
function declaredIn({ ports }: Detection, { files }: Override): ReadonlySet<string> {
  const published = ports.filter(({ sites }) =>
    sites.some(({ file, role }) => role === 'publish' && files.includes(join(folder, file))),
  );
  return new Set(published.map(({ port }) => `${port}`));
}

/** On the host network compose publishes nothing, whatever its configuration repeats. */
function published(document: Json): string[] {
  if (typeof document !== 'object' || document === null) return [];
  if ('network_mode' in document && document.network_mode === 'host') return [];
  return Object.entries(document).flatMap(([name, value]) =>
    name === 'published' ? [String(value)] : published(value),
  );
}

function variables(files: readonly string[]): Record<string, string> {
  return { COMPOSE_FILE: files.join(':') };
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

const ALLOWED =
  /^\/services\/[^/]+\/(ports\/\d+\/published|container_name)$|^\/(networks|volumes)\/[^/]+\/(name|ipam)/;

/** Numbers aside, and the ports of URLs with them: one may leave its port out. */
function withoutPorts(value: Json): string {
  return String(value)
    .replace(/\d+/g, '#')
    .replace(/(\/\/(?:localhost|127[.#]+|host\.docker\.internal)):#/g, '$1');
}

function isWrong({ at, before, after }: Difference): boolean {
  const [was, is] = [before, after].map(withoutPorts);
  const isUrl = was === is && /:\/\/(localhost|127\.|host\.docker\.internal)/.test(String(before));
  return !ALLOWED.test(at) && !isUrl;
}
