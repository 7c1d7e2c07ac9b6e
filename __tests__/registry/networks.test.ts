import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { PortNumber } from '../../src/ports/index.js';
import { PortRegistry } from '../../src/registry/index.js';
import { useOwnPorts } from '../own-ports.js';
import { FakeMachine } from './fake-machine.js';

// One registry of two networks, in which the same number is two ports.

const { first } = await useOwnPorts(1);
const port = first as PortNumber;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portkeeper-networks-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('tells of a port what is known of it in this network', async () => {
  const machine = new FakeMachine();
  machine.start(machine.pid);
  const registry = new PortRegistry({ registry: folder, kernel: machine });
  const reserve = (name: string) =>
    registry.reserve({
      ports: [`${name}=${port}`],
      owner: { kind: 'name', name, boot: machine.boot },
    });
  const leaseOf = async () => (await registry.explain(port)).protocols[0]?.lease?.id;

  const { id: outside } = await reserve('OUTSIDE');
  machine.network = machine.containerNetwork;
  expect(await leaseOf()).toBe(undefined);
  const { id: inside } = await reserve('INSIDE');
  expect(await leaseOf()).toBe(inside);
  const elsewhere = async () =>
    (await registry.status()).filter((lease) => lease.elsewhere).map(({ id }) => id);
  expect(await elsewhere()).toEqual([outside]);
  machine.network = '';
  expect(await leaseOf()).toBe(outside);
  expect(await elsewhere()).toEqual([inside]);
});
