import type { ServerDefault } from './server-default.js';

const PORT = { flag: '--port' } as const;

/** Content management, back ends, and what shows a part of them, in JavaScript. */
export const BACKEND_SERVERS: readonly ServerDefault[] = [
  {
    tool: 'medusa',
    serves: ['develop', 'start'],
    port: 9000,
    tell: { flag: '-p' },
    obeysPort: true,
    variables: ['PORT'],
  },
  {
    tool: 'directus',
    serves: ['start'],
    port: 8055,
    tell: { fix: 'set PORT in .env' },
    obeysPort: true,
    variables: ['PORT'],
  },
  {
    tool: 'fastify',
    serves: ['start'],
    port: 3000,
    tell: { flag: '-p' },
    addressFlags: ['-c', '--config', '-s', '--socket'],
    obeysPort: true,
    variables: ['PORT', 'FASTIFY_PORT'],
  },
  { tool: 'strapi', serves: ['dev', 'develop', 'start'], ...strapi() },
  {
    tool: 'keystone',
    serves: ['dev', 'start'],
    port: 3000,
    tell: { variable: 'PORT' },
    obeysPort: true,
  },
  { tool: 'email', serves: ['dev'], port: 3000, tell: PORT },
  { tool: 'react-email', serves: ['dev'], port: 3000, tell: PORT, server: 'email' },
  { tool: 'mintlify', serves: ['dev'], port: 3000, tell: PORT, takesOnce: true },
  { tool: 'mint', serves: ['dev'], port: 3000, tell: PORT, server: 'mintlify', takesOnce: true },
  { tool: 'drizzle-kit', serves: ['studio'], port: 4983, tell: PORT },
  { tool: 'slidev', serves: [''], takesFolder: true, port: 3030, tell: PORT, takesOnce: true },
  { tool: 'partykit', serves: ['dev'], port: 1999, tell: PORT },
  { tool: 'encore', serves: ['run'], port: 4000, tell: PORT },
  {
    tool: 'sanity',
    serves: ['dev', 'start', 'preview'],
    port: 3333,
    tell: { fix: 'give it "--port", and allow the new origin in the settings of its project' },
    variables: ['SANITY_STUDIO_SERVER_PORT'],
  },
  {
    tool: 'meteor',
    serves: ['', 'run'],
    port: 3000,
    tell: { fix: 'give it "--port"; its database takes the number behind that' },
    obeysPort: true,
  },
  {
    tool: 'sails',
    serves: ['lift'],
    port: 1337,
    tell: { fix: 'give it "--port"' },
    obeysPort: true,
  },
  {
    tool: 'hardhat',
    serves: ['node'],
    port: 8545,
    tell: { fix: 'give it "--port", and its network "localhost" that address' },
  },
  {
    tool: 'anvil',
    port: 8545,
    tell: { fix: 'give it "--port", and that address to all that call it' },
  },
];

function strapi(): Omit<ServerDefault, 'tool'> {
  return {
    port: 1337,
    configuredIn: 'config',
    tell: { fix: 'have config/server read PORT, and set it in .env' },
    obeysPort: true,
    variables: ['PORT'],
  };
}
