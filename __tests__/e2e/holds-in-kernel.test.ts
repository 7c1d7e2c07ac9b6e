import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

// What the kernel does about held ports, in a network namespace whose ports it may give out are
// the very ones that are held. Only root can make one.

const cli = join(dirname(dirname(dirname(fileURLToPath(import.meta.url)))), 'dist/cli/index.js');
const isRoot = process.getuid?.() === 0;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portkeeper-kernel-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a script of a shell in a network namespace of its own. */
function inNamespace(script: string): string {
  const setUp = 'set -e; ip link set lo up; pk() { node "$CLI" "$@"; }';
  return execFileSync('unshare', ['--net', 'bash', '-c', `${setUp}\n${script}`], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, CLI: cli, PORTKEEPER_REGISTRY: join(folder, 'registry') },
  });
}

/** Takes whatever the kernel gives, until it gives no more, and prints it. */
const TAKE_ALL = `
import { createServer, connect } from 'node:net';
import { createSocket } from 'node:dgram';
const got = { tcp: new Set(), udp: new Set(), out: new Set() };
const open = (make) => new Promise((resolve) => make(resolve));
const target = await open((done) => { const s = createServer(() => {}); s.listen(1500, () => done(s)); });
for (let i = 0; i < 20; i++) {
  const socket = await open((done) => { const c = connect(1500, '127.0.0.1', () => done(c)); c.on('error', () => done()); });
  if (socket) got.out.add(socket.localPort);
}
for (let i = 0; i < 60; i++) {
  const tcp = await open((done) => { const s = createServer(); s.on('error', () => done()); s.listen(0, () => done(s.address().port)); });
  const udp = await open((done) => { const s = createSocket('udp4'); s.on('error', () => done()); s.bind(0, () => done(s.address().port)); });
  if (tcp) got.tcp.add(tcp);
  if (udp) got.udp.add(udp);
}
console.log(JSON.stringify(Object.fromEntries(Object.entries(got).map(([k, v]) => [k, [...v]]))));
process.exit(0);
`;

if (isRoot) {
  describe('in a network namespace', () => {
    it('gives a held port to no bind(0) and no outgoing connection', () => {
      const script = `
        sysctl -qw net.ipv4.ip_local_port_range='20000 20059'
        pk reserve --count 15 --range 20000-20059 --hold --json
        pk reserve --count 15 --range 20000-20059 --udp --hold --json
        node --input-type=module -e "$TAKE_ALL"
        pk release --owner "$(id -un)" >&2`;
      const lines = inNamespace(`TAKE_ALL=$(cat <<'END'\n${TAKE_ALL}\nEND\n)\n${script}`);
      const [tcp, udp, got] = lines
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
      const both = (ports: number[], held: Record<string, number>) =>
        ports.filter((port) => Object.values(held).includes(port));
      expect(both([...got.tcp, ...got.out], tcp.ports)).toEqual([]);
      expect(both(got.udp, udp.ports)).toEqual([]);
      // It did look for ports there, and took what was left.
      expect(got.tcp.length + got.out.length).toBeGreaterThan(30);
      expect(got.udp.length).toBeGreaterThan(30);
    });

    it('holds a whole set where the kernel gives out the very ports that it is made of', () => {
      const script = `
        sysctl -qw net.ipv4.ip_local_port_range='20000 20039'
        for round in 1 2 3 4 5; do
          pk reserve --count 18 --range 20000-20039 --hold --json
          pk release --owner "$(id -un)" >&2
        done`;
      const sets = inNamespace(script).trim().split('\n');
      const counts = sets.map((set) => new Set(Object.values(JSON.parse(set).ports)).size);
      expect(counts).toEqual([18, 18, 18, 18, 18]);
    });

    it('finds out, when it holds, that only a rule of the network leads a port elsewhere', () => {
      const iptables = spawnSync('iptables', ['--version']);
      expect(iptables.status).toBe(0);
      const script = `
        iptables -t nat -A OUTPUT -o lo -p tcp --dport 25000 -j REDIRECT --to-ports 25001
        node -e "require('net').createServer((c) => c.on('error', () => {})).listen(25001)" & server=$!
        until (exec 3<>/dev/tcp/127.0.0.1/25001) 2>/dev/null; do :; done
        pk reserve WEB=25000 --json --owner leased; pk release --owner leased >&2
        pk reserve WEB=25000 --hold --owner held 2>&1 || echo "code $?"
        pk reserve WEB --range 25000-25010 --strategy lowest --hold --owner next --json
        pk release --owner next >&2; kill $server`;
      const [leased = '', refused = '', ...rest] = inNamespace(script).trim().split('\n');
      expect(JSON.parse(leased).ports).toEqual({ WEB: 25000 }); // without a hold nobody looks
      expect(refused).toContain('25000 is held by somebody else, or led elsewhere by a rule');
      expect(rest).toContain('code 3');
      expect(JSON.parse(rest.at(-1) ?? '').ports).toEqual({ WEB: 25002 });
    });
  });
} else {
  it('says what it cannot see', () => {
    process.stderr.write('holds in a network namespace NOT run: only root can make one\n');
    expect(isRoot).toBe(false);
  });
}
