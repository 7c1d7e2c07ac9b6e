import type { Prepared } from '../prepare.js';
import type { Detection } from '../project/detect.js';
import type { Lease, LeaseStatus, Reservation } from '../registry/index.js';
import type { Restored } from '../restore.js';

/** The number of the JSON shapes: it changes when a program that reads them would have to. */
export const SCHEMA = 1;

/** A reservation as JSON, and the base of what `prepare` gives. */
export function reservationJson({ id, ports, leases, expiresAt }: ReservationView) {
  return {
    schema: SCHEMA,
    id: id ?? null,
    ports,
    leases: leases.map((lease) => ({
      ...leaseJson(lease),
      expiresAt: expiresAt?.toISOString() ?? null,
    })),
  };
}

type ReservationView = Pick<Reservation, 'ports' | 'leases' | 'expiresAt'> & {
  readonly id: string | undefined;
};

export function leaseJson({ name, protocol, port, host }: Lease) {
  return { name, protocol, port, host };
}

export function statusJson(registry: string, leases: readonly LeaseStatus[]) {
  return {
    schema: SCHEMA,
    registry,
    leases: leases.map(leaseStatusJson),
  };
}

export function leaseStatusJson(lease: LeaseStatus) {
  const { id, owner, labels, createdAt, expiresAt, held, state, elsewhere } = lease;
  return {
    id,
    ...leaseJson(lease),
    ...{ owner, labels, createdAt, expiresAt, held },
    // What is out of the common alone: its owner is gone and its port in use, or it is of another
    // network, where the number is another port.
    ...(state === 'dead' && { state }),
    ...(elsewhere && { elsewhere }),
  };
}

export function detectionJson({ ports, leftAlone, notes }: Detection) {
  return {
    schema: SCHEMA,
    ports: ports.map(({ name, port, protocols, sites }) => ({
      name,
      port: port ?? null,
      protocol: protocols.join('+'),
      sites: sites.map(({ file, line, column, rule, role, confidence }) => {
        return { file, line, column, rule, role, confidence };
      }),
    })),
    leftAlone: leftAlone.map(({ file, line, column, port, reason }) => {
      return { file, line, column, port: port ?? null, reason };
    }),
    notes: notes.map(({ file, line, column, reason }) => ({ file, line, column, reason })),
  };
}

/** @param leases what the registry shows: when each of them ends. */
export function preparedJson(prepared: Prepared, leases: readonly LeaseStatus[]) {
  const ends = leases.find(({ id }) => id === prepared.id)?.expiresAt;
  const expiresAt = ends ? new Date(ends) : null;
  return {
    ...reservationJson({ ...prepared, expiresAt }),
    changedFiles: prepared.changedFiles,
    composeProjectName: prepared.composeProjectName ?? null,
    composeFile: prepared.composeVariables.COMPOSE_FILE ?? null,
  };
}

export function restoredJson({ restoredFiles, kept, released, undone }: Restored) {
  return {
    schema: SCHEMA,
    undone,
    restoredFiles,
    kept: kept.map(({ path, line, reason }) => ({ file: path, line: line ?? null, reason })),
    released: released.map(leaseJson),
  };
}
