import { execFileSync } from 'node:child_process';

// What compose itself makes of a project: `docker compose config`, which needs no daemon.

export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json };

export function composeVersion(): string | undefined {
  try {
    return execFileSync('docker', ['compose', 'version', '--short'], { stdio: 'pipe' })
      .toString()
      .trim();
  } catch {
    return undefined;
  }
}

/** What compose makes of it; an error is an answer as well. */
export function composeConfig(
  words: readonly string[],
  { folder, env = {} }: { folder: string; env?: Readonly<Record<string, string>> },
): Json {
  const args = ['compose', '-p', 'oracle', ...words, 'config', '--format', 'json'];
  const options = { cwd: folder, env: { ...process.env, ...env }, stdio: 'pipe' } as const;
  try {
    return withoutExtensions(JSON.parse(execFileSync('docker', args, options).toString()));
  } catch (error) {
    // What it warns of on the way has the time in front.
    return String((error as { stderr?: Buffer }).stderr).replace(/^time="[^"]*" /gm, '');
  }
}

/** `x-…` holds the text of anchors as it stands: what compose makes of it is in the services. */
function withoutExtensions(document: { readonly [key: string]: Json }): Json {
  return Object.fromEntries(Object.entries(document).filter(([key]) => !key.startsWith('x-')));
}

export interface Difference {
  readonly at: string;
  readonly before: Json;
  readonly after: Json;
}

export function differences(before: Json, after: Json, at = ''): Difference[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  if (typeof before !== 'object' || typeof after !== 'object' || !before || !after) {
    return [{ at, before, after }];
  }
  const [a, b] = [new Map(Object.entries(before)), new Map(Object.entries(after))];
  return [...new Set([...a.keys(), ...b.keys()])].flatMap((key) =>
    differences(a.get(key) ?? null, b.get(key) ?? null, `${at}/${key}`),
  );
}

/**
 * What a program tells its clients moves on both sides of its mapping, and where it is told: the
 * container's number was the published one before, and is so after.
 */
export function isToldInside({ at, before, after }: Difference, was: Json, is: Json): boolean {
  if (!/\/(ports\/\d+\/target|environment\/\w+)$/.test(at)) return false;
  const isNew = before === null && at.includes('/environment/');
  return (isNew || bothSides(was).has(`${before}`)) && bothSides(is).has(`${after}`);
}

/**
 * What leads a client to a port of this machine without a URL: an address, or a number of its own.
 * Inside a container that would be the container itself, but where its name tells that others are
 * told, where the engine reads it, or where the service has no network of its own.
 */
export function isToldToClients({ at, before, after }: Difference, was: Json): boolean {
  if (/\/(ports|expose)\//.test(at)) return false;
  const service = /^\/services\/[^/]+/.exec(at)?.[0] ?? '';
  const isOnHost = valueAt(was, `${service}/network_mode`) === 'host';
  const isForOthers =
    isOnHost ||
    /\/logging\/options\/|ADVERTISE|PUBLIC|DOMAIN|ORIGIN|\/VITE_|\/ASPNETCORE_HTTPS_PORT$/.test(
      at.slice(service.length),
    );
  const isNumber = [before, after].every((value) => /^\d+$/.test(`${value}`));
  if (isNumber) return isForOthers || isLocal(valueAt(was, at.replace(/PORT$/, 'HOST')));
  const isAlike = (host: string) => withoutPorts(before, host) === withoutPorts(after, host);
  // Who advertises an address is reached there, whatever name this machine has.
  const isAdvertised = /ADVERTISE/.test(at) && isAlike('[\\w.-]+');
  return isAdvertised || isAlike(isForOthers ? `${LOOPBACK}|${MACHINE}` : MACHINE);
}

const LOOPBACK = 'localhost|127\\.0\\.0\\.1';
/** What containers call this machine. */
const MACHINE = 'host\\.docker\\.internal';

function isLocal(host: Json | undefined): boolean {
  return new RegExp(`^(?:${LOOPBACK}|${MACHINE})$`).test(`${host}`);
}

/** The ports aside of `localhost:4222`, and of `host=localhost port=4222`. */
function withoutPorts(value: Json, host: string): string {
  return `${value}`.replace(new RegExp(`\\b(${host})(:| port=)\\d+`, 'g'), '$1$2#');
}

function valueAt(document: Json, at: string): Json | undefined {
  const keys = at.split('/').slice(1);
  return keys.reduce<Json | undefined>(
    (value, key) => (value as Readonly<Record<string, Json>> | undefined)?.[key],
    document,
  );
}

/** The numbers that mappings have on both sides. */
function bothSides(document: Json): Set<string> {
  if (typeof document !== 'object' || document === null) return new Set();
  const { published, target } = document as { published?: Json; target?: Json };
  const own = published !== undefined && `${published}` === `${target}` ? [`${target}`] : [];
  return new Set([...own, ...Object.values(document).flatMap((each) => [...bothSides(each)])]);
}
