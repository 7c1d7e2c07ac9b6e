import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, it } from '@jest/globals';

// The feature's installer as Alpine would run it: under busybox's shell, with busybox's commands alone. There is no
// Alpine here: `apk`, `addgroup` and the Node.js that they bring are stand-ins, and nothing is shown about the real ones.

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const image = process.env.PORTKEEPER_TEST_IMAGE ?? '';
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portkeeper-busybox-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What `apk add nodejs` puts in place: this machine's Node.js with the libraries that it is linked to. */
function standIns(): string {
  const target = join(folder, 'stand-ins');
  const lib = join(target, 'lib');
  mkdirSync(lib, { recursive: true });
  copyFileSync(process.execPath, join(target, 'node'));
  const linked = execFileSync('ldd', [process.execPath], { encoding: 'utf8' });
  const libraries = [...linked.matchAll(/(\/\S+) \(0x/g)].map(([, path = '']) => path);
  for (const path of libraries) copyFileSync(path, join(lib, basename(path)));
  const loader = libraries.find((path) => basename(path).startsWith('ld-')) ?? '';
  script(join(target, 'apk'), [
    'echo "$@" >>/apk.log',
    `mkdir -p /lib ${dirname(loader)}`,
    `cp /stand-ins/lib/* ${dirname(loader)}/`,
    'cp /stand-ins/lib/* /lib/',
    'cp /stand-ins/node /bin/node',
  ]);
  script(join(target, 'addgroup'), [
    'if [ "$1" = -g ]; then echo "$3:x:$2:" >>/etc/group',
    'else sed -i "s/^\\($2:.*:\\)$/\\1$1/" /etc/group; fi',
  ]);
  return target;
}

function script(path: string, lines: readonly string[]): void {
  writeFileSync(path, ['#!/bin/sh', 'set -e', ...lines, ''].join('\n'));
  chmodSync(path, 0o755);
}

const COMMANDS = `set -e
cp /stand-ins/apk /stand-ins/addgroup /bin/
echo 'dev:x:1000:1000::/:/bin/sh' >>/etc/passwd
export _REMOTE_USER=dev AUTOPREPARE=true REGISTRYVOLUME=true
sh /feature/install.sh
sh /feature/install.sh
echo "== $(wc -l </apk.log) $(grep -c portkeeper /etc/group) $(grep portkeeper /etc/group) $(stat -c '%a %g' /var/lib/portkeeper)"
mkdir -p /shop && cd /shop && echo WEB_PORT=3000 >.env
/usr/local/share/portkeeper/auto-prepare
echo "== $(/usr/local/bin/portkeeper port WEB_PORT)"
`;

it('installs under busybox, twice without harm, and prepares a project', async () => {
  const { packageFeature } = await import(pathToFileURL(join(root, 'scripts', 'feature.mjs')).href);
  await packageFeature(join(folder, 'feature'));
  const mounts = [
    `${join(folder, 'feature', 'src', 'portkeeper')}:/feature:ro`,
    `${standIns()}:/stand-ins:ro`,
  ].flatMap((mount) => ['--volume', mount]);
  // In this order, as nothing else has a PATH there: busybox's commands before all others.
  const words = ['run', '--rm', ...mounts, '--env', 'PATH=/bin:/usr/local/bin', image];
  const log = execFileSync('docker', [...words, 'sh', '-c', COMMANDS], { encoding: 'utf8' });
  expect(log.split('\n').filter((line) => line.startsWith('=='))).toEqual([
    '== 1 1 portkeeper:x:20411:dev 2775 20411',
    '== 3000',
  ]);
});
