import { expect, it } from '@jest/globals';
import type { PortNumber } from '../../../src/ports/index.js';
import {
  keptAppPorts,
  publishedPorts,
  withHostPorts,
} from '../../../src/project/devcontainer/ports.js';

// What a dev container made of an image is to have on the host.

const tcp = (container: number, host = container, address = '127.0.0.1') => ({
  ...{ container, host, address },
  protocol: 'tcp',
});

it.each([
  ['a number', { appPort: 3000 }, [tcp(3000)], []],
  ['a text', { appPort: '3000' }, [tcp(3000)], []],
  ['a mapping', { appPort: ['8000:3000'] }, [tcp(3000, 8000, '')], []],
  ['an address', { appPort: '0.0.0.0:8000:3000' }, [tcp(3000, 8000, '0.0.0.0')], []],
  ['IPv6', { appPort: '[::1]:8000:3000' }, [tcp(3000, 8000, '[::1]')], []],
  ['UDP', { appPort: '53:53/udp' }, [{ ...tcp(53, 53, ''), protocol: 'udp' }], []],
  ['a range', { appPort: ['8000-8010:8000-8010', 3000] }, [tcp(3000)], ['8000-8010:8000-8010']],
  ['what is forwarded', { forwardPorts: [3000, 'db:5432', 4000] }, [tcp(3000), tcp(4000)], []],
  ['both once', { appPort: ['8000:3000'], forwardPorts: [3000] }, [tcp(3000, 8000, '')], []],
  ['nonsense', { appPort: [0, 70_000, null, {}], forwardPorts: 'x' }, [], [0, 70_000, null, {}]],
  ['nothing', {}, [], []],
])('reads %s', (_what, json, ports, kept) => {
  expect(publishedPorts(json)).toEqual(ports);
  expect(keptAppPorts(json)).toEqual(kept);
});

it('gives other host ports, and leaves what speaks of the container', () => {
  const json = {
    image: 'x',
    appPort: ['8000:3000', '9000-9001:9000-9001'],
    forwardPorts: [3000, 4000],
    portsAttributes: { '3000': { label: 'web', protocol: 'https' }, '5000': { label: 'other' } },
  };
  const [web, api] = publishedPorts(json);
  if (web === undefined || api === undefined) throw new Error('two ports');
  const hosts = new Map([
    [web, 20_411 as PortNumber],
    [api, 4000 as PortNumber],
  ]);
  expect(withHostPorts(json, hosts)).toEqual({
    ...json,
    appPort: ['9000-9001:9000-9001', '20411:3000', '127.0.0.1:4000:4000'],
    portsAttributes: {
      '3000': { label: 'web', protocol: 'https', onAutoForward: 'ignore' },
      '4000': { label: 'on the host at 4000', onAutoForward: 'ignore' },
      '5000': { label: 'other' },
    },
  });
});
