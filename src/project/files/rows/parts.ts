import { number, setting } from '../../notations/notation.js';
import type { PortPlace, PortRow } from '../row.js';

/** Any other value: what it says of this machine is followed. */
export const otherSettings: PortRow = { at: ['**', '*'], reads: setting };

/** URLs and addresses of this machine: a client's. */
export function follows(...at: readonly string[]): PortRow {
  return { at, reads: setting };
}

/** Environment variables of a program that is started on this machine. */
export function variables(...at: readonly string[]): PortRow {
  return { at, reads: setting, isVariable: true };
}

/**
 * https://www.dropwizard.io/en/stable/manual/configuration.html: servers, in a file of any name.
 * @param portName what a connector's port is called, and that of those for administration.
 */
export function dropwizard(
  portName: (place: PortPlace, kind: readonly string[]) => string,
): PortRow[] {
  const connectors = (at: readonly string[], ...kind: string[]): PortRow => ({
    at: ['server', ...at, 'port'],
    reads: number,
    role: 'listen',
    protocol: 'tcp',
    portName: (place) => portName(place, kind),
  });
  return [
    connectors(['applicationConnectors', '*']),
    connectors(['adminConnectors', '*'], 'admin'),
    connectors(['connector']),
  ];
}
