import type { Scalar } from 'yaml';
import { isLoopback } from '../../../ports/index.js';
import { field } from '../../formats/yaml.js';
import { findUnwrittenPorts } from '../../notations/default-ports.js';
import { findHostPorts } from '../../notations/host-ports.js';
import { parseInterpolation, type Variable } from '../../notations/interpolation.js';
import { digitsAt } from '../../notations/number.js';
import { isToldOutside } from '../../notations/told-outside.js';
import type { ServicePart } from './networks.js';
import type { ComposeFile, Service } from './service.js';
import { settingsOf } from './settings.js';

export function isReadInside({ onHost }: Service, name: string): boolean {
  return !onHost && !isToldOutside(name);
}

/** The numbers that a loopback URL in this setting may mean inside of the container. */
export function insidePorts(service: Service, name: string): readonly number[] {
  return isReadInside(service, name) ? service.ownPorts : [];
}

/**
 * `${APP_URL:-http://localhost:3000}` in two places, of which one is read by no service that has the
 * number: there it is a port of this machine. A variable says the same to all, and so do its defaults.
 */
export function outsideDefaults(parts: readonly ServicePart[]): string[] {
  const isRead = new Map<Scalar, Map<string, boolean>>();
  for (const { file, service } of parts) {
    const { yaml, source } = file;
    const environment = field(yaml, service.node, 'environment');
    for (const { name, scalar, value } of settingsOf(yaml, source.text, environment)) {
      if (!value?.text.includes('${')) continue;
      const inside = insidePorts(service, name);
      const variableAt = defaultsIn(value.text);
      const readers = isRead.get(scalar) ?? new Map<string, boolean>();
      isRead.set(scalar, readers);
      for (const { port, at } of loopbackPorts(value.text)) {
        const key = `${variableAt(at)} ${port}`;
        readers.set(key, readers.get(key) === true || inside.includes(port));
      }
    }
  }
  return [...isRead.values()].flatMap((readers) =>
    [...readers].flatMap(([key, isInside]) => (isInside ? [] : [key])),
  );
}

/** Whether a port of this machine stands, at a place of a text, in the default of such a variable. */
export function outsideDefaultsIn(
  { outside }: ComposeFile,
  text: string,
): (at: number, port: number) => boolean {
  if (outside.size === 0) return () => false;
  const variableAt = defaultsIn(text);
  return (at, port) => {
    const variable = variableAt(at);
    return variable !== undefined && outside.has(`${variable} ${port}`);
  };
}

function loopbackPorts(text: string): { readonly port: number; readonly at: number }[] {
  const written = findHostPorts(text).flatMap(({ host, from, to }) => {
    const digits = isLoopback(host) ? digitsAt(text, from, to) : undefined;
    return digits ? [{ port: digits.port, at: from }] : [];
  });
  const unwritten = findUnwrittenPorts(text).filter(({ host }) => isLoopback(host));
  return [...written, ...unwritten];
}

/** The outermost variable whose default holds a place. A text is read once for all of its places. */
function defaultsIn(text: string): (at: number) => string | undefined {
  const pieces = text.includes('${') ? (parseInterpolation(text) ?? []) : [];
  const variables = pieces.filter((piece): piece is Variable => piece.kind === 'variable');
  return (at) => {
    const found = variables[countBefore(variables, at) - 1];
    if (found === undefined || found.to <= at) return undefined;
    return found.operator === ':-' || found.operator === '-' ? found.name : undefined;
  };
}

/** How many of what stands in order begin before a place. */
function countBefore(pieces: readonly Variable[], at: number): number {
  let [low, high] = [0, pieces.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((pieces[middle]?.from ?? at) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}
