import { DEBUG_FLAGS, NOT_PORT_FLAGS, STARTED_PORT_FLAGS } from './tools.js';

/** `--devPort` → `dev-port`. */
export function plainName(flag: string): string {
  return flag
    .replace(/^--?/, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase();
}

/** `--port`, `-port`, `--dev-port`, `--devPort`, `--server.port`. */
export function isPortFlag(flag: string): boolean {
  if (!flag.startsWith('-') || flag.length >= 60 || isDebugFlag(flag)) return false;
  const name = plainName(flag);
  return /^(.*[-._])?port$/.test(name) && !NOT_PORT_FLAGS.has(name);
}

export function isDebugFlag(flag: string): boolean {
  return flag.startsWith('--') && DEBUG_FLAGS.has(plainName(flag));
}

/** `dapr run --app-port 3000`: the port of the program that it starts. */
export function isOfStarted(flag: string): boolean {
  return STARTED_PORT_FLAGS.has(plainName(flag));
}
