import { readFileSync, statSync } from 'node:fs';
import { type NetworkInterfaceInfo, networkInterfaces } from 'node:os';

const INTERFACES = '/sys/class/net';

/**
 * A namespace's number is given again as soon as it is free: the next container often has the one
 * of the last. What is never given twice in a boot is the inode of its loopback interface in sysfs,
 * as kernfs counts upwards (fs/kernfs/dir.c, `idr_alloc_cyclic`).
 * @returns it, or nothing where `/sys` is missing, or is another network's
 */
export function readNetworkBirth(): string {
  try {
    return isOwnSysfs() ? `${statSync(`${INTERFACES}/lo`, { bigint: true }).ino}` : '';
  } catch {
    return '';
  }
}

/** It shows the network of whoever mounted it: the same one if it has our interface's address. */
function isOwnSysfs(): boolean {
  const outward = Object.entries(networkInterfaces()).find(([, infos = []]) => isOutward(infos));
  const [name, infos = []] = outward ?? [];
  if (name === undefined) return false;
  const address = readFileSync(`${INTERFACES}/${name}/address`, 'utf8').trim();
  return address === infos[0]?.mac;
}

function isOutward([first]: readonly NetworkInterfaceInfo[]): boolean {
  return first !== undefined && !first.internal;
}
