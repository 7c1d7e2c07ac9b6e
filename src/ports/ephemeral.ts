import { readFileSync } from 'node:fs';
import { MAX_PORT, type PortNumber } from './number.js';
import { procFolder } from './platform.js';
import { formatRange, type PortRange, parseRange, rangeIncludes, rangeSize } from './range.js';

/** Where the ports come from when nobody says: below what Linux, macOS and Windows hand out. */
const USUAL: PortRange = { from: 20_000 as PortNumber, to: 32_767 as PortNumber };
/** A range smaller than this would make parallel jobs wait for each other. */
const ENOUGH = 1000;

export interface EphemeralPorts {
  /** The ports that the kernel gives to outgoing connections and to `bind(0)`. */
  readonly range: PortRange;
  /** Ports inside it that an administrator took out again. */
  readonly reserved: readonly PortRange[];
}

/** Asks the running kernel; where it cannot be asked, IANA's dynamic ports. */
export function readEphemeralPorts(sysctl = procFolder('sys/net/ipv4')): EphemeralPorts {
  const [from, to] = readWords(sysctl, 'ip_local_port_range');
  const reserved = readWords(sysctl, 'ip_local_reserved_ports')
    .flatMap((list) => list.split(','))
    .filter((part) => part !== '');
  return {
    range: parseRange(from && to ? `${from}-${to}` : `49152-${MAX_PORT}`),
    reserved: reserved.map(parseRange),
  };
}

function readWords(folder: string | undefined, name: string): string[] {
  if (folder === undefined) return [];
  try {
    return readFileSync(`${folder}/${name}`, 'utf8').split(/\s+/);
  } catch {
    return [];
  }
}

/** The default range, cut so that it stays outside the kernel's; the whole where nothing is left. */
export function defaultRange(ephemeral: EphemeralPorts): PortRange {
  const { from, to } = ephemeral.range;
  const pieces: PortRange[] = [
    { from: USUAL.from, to: Math.min(USUAL.to, from - 1) as PortNumber },
    { from: Math.max(1024, from - rangeSize(USUAL)) as PortNumber, to: (from - 1) as PortNumber },
    { from: (to + 1) as PortNumber, to: MAX_PORT },
  ];
  return pieces.find((piece) => rangeSize(piece) >= ENOUGH) ?? USUAL;
}

/** What to tell a user whose range lies where the kernel takes ports too, or undefined. */
export function ephemeralWarning(range: PortRange, ephemeral: EphemeralPorts): string | undefined {
  const from = Math.max(range.from, ephemeral.range.from) as PortNumber;
  const to = Math.min(range.to, ephemeral.range.to) as PortNumber;
  if (from > to || ephemeral.reserved.some((r) => rangeIncludes(r, from) && rangeIncludes(r, to))) {
    return undefined;
  }
  const overlap = formatRange({ from, to });
  return (
    `The range ${formatRange(range)} reaches into the ports that the kernel gives to outgoing ` +
    `connections (${formatRange(ephemeral.range)}); keep it out with: ` +
    `sysctl -w net.ipv4.ip_local_reserved_ports=${overlap}`
  );
}
