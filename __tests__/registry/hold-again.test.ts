import { spawn } from 'node:child_process';
import { chownSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { isHeldUnseen } from '../../src/ports/index.js';
import { PortRegistry, processOwner } from '../../src/registry/index.js';
import { thisKernel } from '../../src/registry/kernel.js';
import { identify, parseIdentity } from '../../src/registry/process-identity.js';
import { tell } from '../stress/aftermath.js';
import { useArena } from '../stress/folders.js';
import { until } from '../until.js';
import { FakeMachine } from './fake-machine.js';

// Holders in processes of their own, which are killed by a real signal, and real servers.

const arena = useArena();
const said: string[] = [];
const servers: Server[] = [];
let folder: string;
let registry: PortRegistry;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portkeeper-again-'));
  registry = open('registry');
});

afterEach(async () => {
  for (const server of servers.splice(0)) server.close();
  for (const { id } of await registry.status()) await registry.release(id);
  said.splice(0);
  rmSync(folder, { recursive: true, force: true });
});

/** This machine, as one in a container's network sees it. */
class Elsewhere extends FakeMachine {
  override boot = thisKernel.boot;
  override network = this.containerNetwork;

  override uptimeMs(): number {
    return thisKernel.uptimeMs();
  }

  override startOf(pid: number): string | undefined {
    return thisKernel.startOf(pid);
  }
}

function open(name: string, kernel = thisKernel): PortRegistry {
  const note = (message: string) => said.push(message);
  const holder = join(arena.library().folder, 'src', 'holder', 'main.js');
  return new PortRegistry({
    ...{ registry: join(folder, name), holder, kernel },
    reporter: { warn: note, info: note, debug() {} },
  });
}

function holderOf(id: string): number {
  const mark = readFileSync(join(folder, 'registry', 'holds', id), 'utf8');
  return parseIdentity(mark)?.pid ?? 0;
}

async function killHolder(id: string): Promise<void> {
  const pid = holderOf(id);
  process.kill(pid, 'SIGKILL');
  await until(() => identify(pid) === undefined);
}

async function heldNow(): Promise<boolean[]> {
  return (await registry.status()).map(({ held }) => held);
}

/** A server on every address. */
function serve(port: number | undefined): Promise<Server | undefined> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(undefined));
    server.listen(port, () => {
      servers.push(server);
      resolve(server);
    });
  });
}

/** Whether a connection of a port to itself holds it: a line of the kernel's table. */
function isHeldByItself(port: number): boolean {
  const row = new RegExp(`:${port.toString(16).padStart(4, '0')}\\b.*`, 'i');
  const ends = (line: string) => line.trim().split(/\s+/).slice(1, 3);
  return ['tcp', 'tcp6'].some((name) =>
    readFileSync(`/proc/net/${name}`, 'latin1')
      .split('\n')
      .some((line) => row.test(line) && ends(line)[0] === ends(line)[1]),
  );
}

if (isHeldUnseen('tcp')) {
  describe('a reservation whose holder was killed', () => {
    it('is held again when it is renewed, and ends as any other', async () => {
      const { id, ports } = await registry.reserve({ ports: ['WEB', 'DNS/tcp+udp'], hold: true });
      await killHolder(id);
      expect(await heldNow()).toEqual([false, false, false]);
      await registry.renew(id);
      expect(said).toEqual([expect.stringMatching(`held again: ${id} .*WEB ${ports.WEB}`)]);
      // What a bound socket held may be in use: it is not held again, and kept by its name.
      const held = await registry.status();
      expect(held.map(({ protocol, held }) => held === (protocol === 'tcp'))).not.toContain(false);
      const pid = holderOf(id);
      await registry.renew(id);
      expect(holderOf(id)).toBe(pid);
      expect(isHeldByItself(ports.WEB ?? 0)).toBe(true);
      const other = open('other').reserve({ ports: [`WEB=${ports.WEB}`] });
      await expect(other).rejects.toMatchObject({ message: expect.stringMatching(/held for/) });
      await registry.release(id);
      expect(identify(pid)).toBeUndefined();
      expect(isHeldByItself(ports.WEB ?? 0)).toBe(false);
      expect(readdirSync(join(folder, 'registry', 'holds'))).toEqual([]);
    });

    (process.getuid?.() === 0 ? it : it.skip)('is said to be for its own user', async () => {
      const { id } = await registry.reserve({ hold: true });
      await killHolder(id);
      chownSync(join(folder, 'registry', 'reservations', `${id}.json`), 12_345, 12_345);
      const [told] = (await registry.examine()).filter(({ message }) => message.includes(id));
      expect(told?.message).toMatch(
        new RegExp(`12345 holds them again with portkeeper renew ${id}$`),
      );
    });

    it('is held again when its owner reserves more, and not when somebody else does', async () => {
      const { id } = await registry.reserve({ ports: ['WEB'], hold: true });
      await killHolder(id);
      await registry.reserve({ ports: ['DB'], owner: 'somebody else', hold: true });
      await registry.reserve({ ports: ['CACHE'] });
      const isHeld = async () => (await registry.status()).find((one) => one.id === id)?.held;
      expect(await isHeld()).toBe(false);
      await registry.reserve({ ports: ['MAIL'], hold: true });
      expect(await isHeld()).toBe(true);
    });

    it('is left to its servers, whom nothing interrupts, and held when they end', async () => {
      const { id, ports } = await registry.reserve({ ports: ['WEB', 'API'], hold: true });
      await killHolder(id);
      const server = await serve(ports.WEB);
      expect(server).toBeDefined();
      await registry.renew(id);
      expect(isHeldByItself(ports.WEB ?? 0)).toBe(false);
      expect(isHeldByItself(ports.API ?? 0)).toBe(true);
      server?.close();
      await until(() => isHeldByItself(ports.WEB ?? 0));
      expect(await serve(ports.WEB)).toBeDefined();
      expect(await serve(ports.API)).toBeDefined();
    });

    it('is held by one, however many renew it at once, while its server starts again and again', async () => {
      const { id, ports } = await registry.reserve({ ports: ['WEB', 'API'], hold: true });
      await killHolder(id);
      let isDone = false;
      const starts = (async () => {
        const refused: number[] = [];
        for (let n = 0; !isDone; n++) {
          const server = await serve(ports.WEB);
          if (server === undefined) refused.push(n);
          await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
          servers.splice(0);
          await delay(0); // the others' turn
        }
        return refused;
      })();
      await Promise.all(Array.from({ length: 6 }, () => registry.renew(id))).finally(() => {
        isDone = true;
      });
      expect(await starts).toEqual([]);
      expect(said).toContainEqual(expect.stringMatching(/held again/));
      await until(async () => (await holdersOf(id)).length === 1);
      expect(await heldNow()).toEqual([true, true]);
    });

    it('is not held again once somebody else holds one of its ports, and that is told', async () => {
      const { id, ports } = await registry.reserve({ ports: ['WEB'], hold: true });
      await killHolder(id);
      const other = open('other');
      const taken = await other.reserve({ ports: [`WEB=${ports.WEB}`], hold: true });
      await registry.renew(id);
      expect(said).toEqual([expect.stringMatching(`${id}.*somebody else holds ${ports.WEB}`)]);
      expect(await heldNow()).toEqual([false]);
      await taken.release();
      await registry.renew(id);
      expect(await heldNow()).toEqual([true]);
    });

    it('is not held again from another network, whose ports are others', async () => {
      const { id } = await registry.reserve({ ports: ['WEB'], hold: true });
      await killHolder(id);
      await open('registry', new Elsewhere()).renew(id);
      expect(await heldNow()).toEqual([false]);
      await registry.renew(id);
      expect(await heldNow()).toEqual([true]);
    });

    it('ends with its owner', async () => {
      const owner = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], {
        stdio: 'ignore',
      });
      const { id } = await registry.reserve({
        owner: processOwner(owner.pid as number),
        hold: true,
      });
      await killHolder(id);
      await registry.renew(id);
      const pid = holderOf(id);
      owner.kill('SIGKILL');
      await until(() => identify(pid) === undefined);
    });
  });
} else {
  tell('did not run here: holding again, where nothing holds a port without being in the way');
  it('is nothing to be held again', () => expect(isHeldUnseen('tcp')).toBe(false));
}

/** The processes that hold a reservation now. */
async function holdersOf(id: string): Promise<string[]> {
  return readdirSync('/proc').filter((name) => {
    try {
      return /^\d+$/.test(name) && readFileSync(`/proc/${name}/cmdline`, 'latin1').includes(id);
    } catch {
      return false; // gone meanwhile
    }
  });
}
