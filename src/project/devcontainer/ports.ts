import { isPortNumber, type PortNumber, type Protocol, readPortNumber } from '../../ports/index.js';

/** A port of an image's container that is to be reached from the host. */
export interface PublishedPort {
  readonly container: PortNumber;
  /** The number that the configuration wants on the host. */
  readonly host: PortNumber;
  readonly protocol: Protocol;
  readonly address: string;
}

type Json = Readonly<Record<string, unknown>>;

/** By default a published port is for this machine alone, as the tools have it. */
const LOOPBACK = '127.0.0.1';

/**
 * The container's ports that the host is to have: those of `appPort`, and those of `forwardPorts`,
 * which an editor would forward to whatever number is free. One entry a container's port.
 */
export function publishedPorts({ appPort, forwardPorts }: Json): readonly PublishedPort[] {
  const all = [...listOf(appPort).map(readAppPort), ...listOf(forwardPorts).map(readForwarded)];
  const ports = new Map<string, PublishedPort>();
  for (const port of all) {
    const key = `${port?.container}/${port?.protocol}`;
    if (port !== undefined && !ports.has(key)) ports.set(key, port);
  }
  return [...ports.values()];
}

function listOf(value: unknown): readonly unknown[] {
  return value === undefined ? [] : [value].flat();
}

/** What cannot be moved stays as it stands: a range, or a container's port alone, on any number. */
export function keptAppPorts({ appPort }: Json): readonly unknown[] {
  return listOf(appPort).filter((entry) => readAppPort(entry) === undefined);
}

/** `3000`, `"3000"`, `"8000:3000"`, `"0.0.0.0:8000:3000/udp"`. */
function readAppPort(entry: unknown): PublishedPort | undefined {
  if (isPortNumber(entry)) return onLoopback(entry);
  const match = /^(?:(.+):)?(\d+):(\d+)(?:\/(tcp|udp))?$/.exec(String(entry));
  if (match === null) return readForwarded(entry);
  const [, address, host = '', container = '', protocol = 'tcp'] = match;
  const [from, to] = [readPortNumber(host), readPortNumber(container)];
  if (from === undefined || to === undefined) return undefined;
  return {
    container: to,
    host: from,
    protocol: protocol as Protocol,
    // Docker's own meaning of a mapping without an address.
    address: address ?? '',
  };
}

/** `3000`; a `"db:5432"` is another container's, and is the editor's to forward. */
function readForwarded(entry: unknown): PublishedPort | undefined {
  const port = typeof entry === 'string' ? readPortNumber(entry) : entry;
  return isPortNumber(port) ? onLoopback(port) : undefined;
}

function onLoopback(port: PortNumber): PublishedPort {
  return { container: port, host: port, protocol: 'tcp', address: LOOPBACK };
}

/**
 * The configuration with other host ports. The container's own numbers stay, and what speaks of
 * them does: `forwardPorts`, `portsAttributes`. An editor need not forward what is published.
 * @param hosts the host's number by the container's.
 */
export function withHostPorts(
  json: Json,
  hosts: ReadonlyMap<PublishedPort, PortNumber>,
): Record<string, unknown> {
  const mappings = [...hosts].map(([{ container, protocol, address }, host]) => {
    const place = address === '' ? '' : `${address}:`;
    return `${place}${host}:${container}${protocol === 'udp' ? '/udp' : ''}`;
  });
  const attributes = [...hosts].map(([{ container, host: declared }, host]) => {
    const label = `${declared === host ? 'on' : `${declared} on`} the host at ${host}`;
    return [`${container}`, { label, onAutoForward: 'ignore', ...ownAttributes(json, container) }];
  });
  return {
    ...json,
    appPort: [...keptAppPorts(json), ...mappings],
    portsAttributes: { ...asRecord(json.portsAttributes), ...Object.fromEntries(attributes) },
  };
}

function ownAttributes(json: Json, container: PortNumber): Record<string, unknown> {
  return asRecord(asRecord(json.portsAttributes)[`${container}`]);
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
