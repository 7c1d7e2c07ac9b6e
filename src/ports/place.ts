import { existsSync } from 'node:fs';
import type { Environment } from './environment.js';
import { portSystem } from './platform.js';

/**
 * Where ports are asked for. A dev container says so itself, by the variable that its feature sets:
 * there the network is its own, and nobody's numbers are in the way. Any other container is told by
 * the marks that engines leave on Linux; on Windows any user could make them.
 */
export type Place = 'host' | 'container' | 'devcontainer';

const MARKS = ['/.dockerenv', '/run/.containerenv'];

export function placeOf(environment: Environment): Place {
  if (environment.PORTKEEPER_PLACE === 'devcontainer') return 'devcontainer';
  const marked = portSystem().hasProc && MARKS.some((mark) => existsSync(mark));
  return marked ? 'container' : 'host';
}
