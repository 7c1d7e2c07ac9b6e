import { expect, it } from '@jest/globals';
import { release } from '../../src/cli/commands/release.js';
import type { Context } from '../../src/cli/context.js';
import type { PortNumber } from '../../src/ports/index.js';
import { PortRegistry, type ReservationId } from '../../src/registry/index.js';
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
