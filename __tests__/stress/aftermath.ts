import { readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { PortRegistry } from '../../src/registry/index.js';
import type { Outcome } from './arena.js';

/** Longer than a released port rests. */
const PATIENCE_MS = 10_000;

/**
 * What is left in a registry when all its users are gone: nothing, once it was swept and the last
 * ports have rested.
 */
export async function leftIn(folder: string): Promise<string[]> {
  const registry = new PortRegistry({ registry: folder });
  const deadline = Date.now() + PATIENCE_MS;
  // On a busy machine the first sweep may take so long; what rested then needs another one.
  for (let sweeps = 1; ; sweeps++) {
    await registry.gc();
    const left = await namesIn(folder);
    if (left.length === 0 || (Date.now() > deadline && sweeps > 3)) return left;
    await delay(100);
  }
}

/** A claim whose port some other program uses at this moment is kept rightly. */
async function namesIn(folder: string): Promise<string[]> {
  const networks = list(join(folder, 'claims')).map((network) => join('claims', network));
  const claims = networks.flatMap((place) => within(folder, place));
  const used = await Promise.all(claims.map(isUsed));
  const others = used.includes(true) ? [] : ['reservations', 'ended', 'end'];
  return [
    ...claims.filter((_, i) => used[i] === false),
    ...others.flatMap((place) => within(folder, place)),
  ];
}

function within(folder: string, place: string): string[] {
  return list(join(folder, place)).map((name) => join(place, name));
}

function isUsed(claim: string): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(true));
    server.listen(Number(/\d+$/.exec(claim)?.[0]), () => server.close(() => resolve(false)));
  });
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** The seed of a run: the one that is to be replayed, or a new one. */
export function seedOfRun(environment: NodeJS.ProcessEnv = process.env): number {
  const given = Number(environment.PORTKEEPER_STRESS_SEED);
  return Number.isSafeInteger(given) && given > 0 ? given : 1 + Math.floor(Math.random() * 1e9);
}

/** Told past the test runner, which would add where it was told. */
export function tell(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Everything that must not be. */
export function faultsOf({ doubles, hangs, refusals, noise }: Outcome) {
  return { doubles, hangs, refusals, noise };
}

export const FAULTLESS = { doubles: [], hangs: [], refusals: [], noise: [] };

export function report(name: string, seed: number, outcome: Outcome): void {
  const took = [...outcome.tookMs].sort((a, b) => a - b);
  const at = (share: number) => took[Math.floor(took.length * share)] ?? 0;
  const { given, killed, frozen, lastedMs, doubles, refusals, hangs } = outcome;
  tell(
    `${name}: ${given} sets given in ${Math.round(lastedMs / 1000)} s, ${killed} killed, ${frozen} frozen, ${doubles.length} doubles, ` +
      `${refusals.length} refused, ${hangs.length} hung; p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, ` +
      `worst ${at(0.9999)} ms; replay with PORTKEEPER_STRESS_SEED=${seed}`,
  );
}
