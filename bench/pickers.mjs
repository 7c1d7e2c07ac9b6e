// The ways to find a free port that are compared. All but the last look, and remember nothing that
// another process could see.
import { detectPort } from 'detect-port';
import getPort, { clearLockedPorts, portNumbers } from 'get-port';
import { getPort as getPortPlease } from 'get-port-please';
import portfinder from 'portfinder';
import { PortRegistry } from '../lib/index.js';

export const RANGE = { from: 20_000, to: 29_999 };

/** Each gives one port; what it remembers of the last round, within its process, is forgotten. */
export const PICKERS = {
  'get-port, a range': async () => {
    clearLockedPorts();
    return getPort({ port: portNumbers(RANGE.from, RANGE.to) });
  },
  'get-port, any': async () => {
    clearLockedPorts();
    return getPort();
  },
  'detect-port': async () => detectPort(RANGE.from),
  portfinder: async () => portfinder.getPortPromise({ port: RANGE.from, stopPort: RANGE.to }),
  'get-port-please': async () =>
    getPortPlease({ portRange: [RANGE.from, RANGE.to], random: false, verbose: false }),
  portkeeper: async (registry) => {
    const request = { range: `${RANGE.from}-${RANGE.to}`, ttlMs: 60_000 };
    return (await new PortRegistry({ registry }).reserve(request)).ports.PORT;
  },
};
