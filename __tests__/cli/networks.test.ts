import { expect, it } from '@jest/globals';
import { release } from '../../src/cli/commands/release.js';
import { isSame } from '../../src/cli/commands/status.js';
import type { Context } from '../../src/cli/context.js';
import { statusJson } from '../../src/cli/json.js';
import type { PortNumber } from '../../src/ports/index.js';
import { type LeaseStatus, PortRegistry, type ReservationId } from '../../src/registry/index.js';
import { useOwnPorts } from '../own-ports.js';
import { FakeMachine } from '../registry/fake-machine.js';
import { inFolder, useFolder } from './cli.js';

// One registry of two networks, in which the same number is two ports.

const { first } = await useOwnPorts(1);
const port = first as PortNumber;
useFolder();

/** Says what it is asked to let go, for which a holder would have to be in either network. */
class Asked extends PortRegistry {
  readonly ids: string[] = [];

  override async handOver(id: string): Promise<boolean> {
    this.ids.push(id);
    return true;
  }
}

it('lets go of the port of this network alone, and of what an id names in any', async () => {
  const machine = new FakeMachine();
  machine.start(machine.pid);
  const registry = new Asked({ registry: inFolder('registry'), kernel: machine });
  const reserve = async (name: string): Promise<ReservationId> => {
    const owner = { kind: 'name', name, boot: machine.boot } as const;
    return (await registry.reserve({ ports: [`DNS=${port}/udp`], owner })).id;
  };
  const letGo = async (...operands: string[]) => {
    registry.ids.splice(0);
    const terminal = { printLines() {} };
    const context = { terminal, style: { json: false }, openRegistry: async () => registry };
    await release.run({ operands, options: { hold: true } }, context as unknown as Context);
    return registry.ids;
  };
  const outside = await reserve('outside');
  machine.network = machine.containerNetwork;
  const inside = await reserve('inside');
  expect(await letGo(`${port}`)).toEqual([inside]);
  expect(await letGo(outside)).toEqual([outside]);
  machine.network = '';
  expect(await letGo(`${port}`)).toEqual([outside]);
});

it('says in JSON alone of which leases something is out of the common', async () => {
  const machine = new FakeMachine();
  machine.start(machine.pid);
  const registry = new PortRegistry({ registry: inFolder('registry'), kernel: machine });
  const owner = { kind: 'name', name: 'somebody', boot: machine.boot } as const;
  await registry.reserve({ ports: [`A=${port}`], owner });
  const shown = async () => statusJson('', await registry.status()).leases;
  const [here] = await shown();
  expect(Object.keys(here ?? {})).toEqual(
    'id name protocol port host owner labels createdAt expiresAt held'.split(' '),
  );
  machine.network = machine.containerNetwork;
  expect(await shown()).toEqual([{ ...here, expiresAt: expect.any(String), elsewhere: true }]);
});

it('takes leases for the same when their ends differ by what two clocks do', () => {
  const at = (ms: number | null) =>
    ms === null ? null : new Date(1_700_000_000_000 + ms).toISOString();
  const leases = (...ends: (number | null)[]) =>
    ends.map((end) => ({ port, expiresAt: at(end) }) as LeaseStatus);
  expect(isSame(leases(0, 5000, null), leases(2, 4999, null))).toBe(true);
  expect(isSame(leases(0), leases(600))).toBe(false);
  expect(isSame(leases(0), leases(null))).toBe(false);
  expect(isSame(leases(0), leases(0, 0))).toBe(false);
  expect(isSame(leases(0), [{ ...leases(0)[0], held: true } as LeaseStatus])).toBe(false);
});
