import { expect, it } from '@jest/globals';
import { Machine } from '../../src/ports/index.js';
import { type ReserveRequest, readRequest } from '../../src/registry/request.js';

const read = (request: ReserveRequest) =>
  readRequest(request, new Machine({ DOCKER_HOST: 'unix:///nowhere' }));

const LONG = 'A'.repeat(128);

it.each<[string, ReserveRequest, readonly string[]]>([
  ['nothing', {}, ['PORT/tcp']],
  ['a count', { count: 3 }, ['PORT/tcp', 'PORT_2/tcp', 'PORT_3/tcp']],
  [
    'more than it names',
    { ports: ['A/udp', 'B'], count: 4 },
    ['A/udp', 'B/tcp', 'A_3/udp', 'A_4/udp'],
  ],
  ['fewer than it names', { ports: ['A', 'B'], count: 1 }, ['A/tcp', 'B/tcp']],
  ['a number for the first', { count: 2, preferred: 4000 }, ['PORT=4000/tcp', 'PORT_2/tcp']],
  ['a protocol twice', { ports: [{ name: 'A', protocols: ['udp', 'udp'] }] }, ['A/udp']],
  ['the longest name', { ports: [LONG] }, [`${LONG}/tcp`]],
  [
    'more like one with a range',
    { ports: ['A=8000-8010'], count: 2 },
    ['A=8000-8010/tcp', 'A_2=8000-8010/tcp'],
  ],
])('%s is asked for', (_, request, expected) => {
  const { ports } = read(request);
  const told = ports.map(({ name, protocols, port, range }) => {
    const number = port ?? (range && `${range.from}-${range.to}`);
    return `${name}${number === undefined ? '' : `=${number}`}/${protocols.join('+')}`;
  });
  expect(told).toEqual(expected);
});

it.each<[string, ReserveRequest, RegExp]>([
  ['a name that is none', { ports: [{ name: 'a b', protocols: ['tcp'] }] }, /"a b" does not name/],
  ['a name that is too long once it is counted', { ports: [LONG], count: 2 }, /_2" does not name/],
  ['a name of another one', { ports: ['A', 'A_3'], count: 3 }, /A_3 is asked for twice/],
  [
    'a number that no port has',
    { ports: [{ name: 'A', protocols: ['tcp'], port: 70_000 as never }] },
    /^A: "70000" is not a port number/,
  ],
  [
    'a block beyond the last port',
    { ports: ['A=65535', 'B'], contiguous: true },
    /2 from 65535 on has numbers that no port has/,
  ],
  ['no port at all', { count: 0 }, /"0" is not a count/],
  ['a range the wrong way round', { range: '3000-2000' }, /ends before it begins/],
  ['the same as an object', { range: { from: 3000, to: 2000 } as never }, /ends before it begins/],
  [
    'a range beyond the last port',
    { range: { from: 3000, to: 70_000 } as never },
    /^"70000" is not a port number/,
  ],
  ['a range of no numbers', { range: { from: 1.5, to: Number.NaN } as never }, /not a port range/],
  ['more than its range has', { count: 3, range: '3000-3001' }, /3 ports do not fit/],
  [
    'a block beside ports, which do not fit with it',
    {
      ports: [
        { name: 'A', protocols: ['tcp'], block: { name: 'x', offset: 0 } },
        { name: 'B', protocols: ['tcp'], block: { name: 'x', offset: 4 } },
        { name: 'C', protocols: ['tcp'] },
      ],
      range: '3000-3004',
    },
    /6 ports do not fit/,
  ],
])('%s is refused', (_, request, message) => {
  expect(() => read(request)).toThrow(message);
});

it('keeps nothing of a caller’s objects', () => {
  const range = { from: 3000, to: 3010 };
  const port = { name: 'A', protocols: ['tcp' as const], range };
  const wanted = read({ ports: [port as never], range: range as never });
  range.to = 1;
  port.protocols.pop();
  expect(wanted.range).toEqual({ from: 3000, to: 3010 });
  expect(wanted.ports).toEqual([{ name: 'A', protocols: ['tcp'], range: wanted.range }]);
});
