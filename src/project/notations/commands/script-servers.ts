import type { ServerDefault } from './server-default.js';

const PORT = { flag: '--port' } as const;
const P = { flag: '-p' } as const;

/** Servers of Ruby, Perl and PHP that listen on a port which nobody has to state. */
export const SCRIPT_SERVERS: readonly ServerDefault[] = [
  {
    tool: 'rails',
    serves: ['server', 's'],
    port: 3000,
    configuredIn: 'config',
    tell: P,
    obeysPort: true,
  },
  {
    tool: 'puma',
    port: 9292,
    configuredIn: 'config',
    tell: { fix: 'give it "-p"' },
    addressFlags: ['-b', '--bind', '-C', '--config'],
    server: 'rails',
    obeysPort: true,
  },
  {
    tool: 'rackup',
    port: 9292,
    configuredIn: 'config',
    tell: { fix: 'give it "-p"' },
    server: 'rails',
  },
  {
    tool: 'hanami',
    serves: ['server'],
    port: 2300,
    configuredIn: 'config',
    tell: PORT,
    server: 'rails',
    variables: ['HANAMI_PORT'],
  },
  { tool: 'morbo', port: 3000, tell: { fix: 'give it "-l"' }, addressFlags: ['-l', '--listen'] },
  {
    tool: 'symfony',
    serves: ['server:start', 'local:server:start', 'serve'],
    port: 8000,
    tell: { fix: 'give it "--port"' },
  },
  {
    tool: 'artisan',
    serves: ['serve'],
    port: 8000,
    tell: { flag: '--port=' },
    variables: ['SERVER_PORT'],
  },
  {
    tool: 'artisan',
    serves: ['reverb:start'],
    port: 8080,
    configuredIn: 'config',
    tell: { flag: '--port=' },
    server: 'reverb',
    variables: ['REVERB_SERVER_PORT'],
  },
];
