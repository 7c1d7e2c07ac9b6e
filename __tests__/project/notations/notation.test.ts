import { describe, expect, it } from '@jest/globals';
import { plainValue } from '../../../src/project/formats/value.js';
import {
  listenAddress,
  listenUrls,
  mapping,
  type Notation,
  number,
  setting,
} from '../../../src/project/notations/notation.js';
import { expandSpring } from '../../../src/project/notations/spring-placeholder.js';

/** `role digits`, and `? port reason` of what is doubted. */
function read(
  notation: Notation,
  text: string,
  name = 'X',
  others: Record<string, string> = {},
): string[] {
  const { stated, doubted = [] } = notation(text, {
    name: () => name,
    other: (each) => others[each],
  });
  return [
    ...stated.map(({ role, from, to, mayServe }) => {
      return `${role} ${text.slice(from, to)}${mayServe ? ' may serve' : ''}`;
    }),
    ...doubted.map(({ port }) => `? ${port}`),
  ];
}

describe('how a value writes ports', () => {
  it.each<[string, string, Notation, string[]]>([
    ['number', '3000', number, ['listen 3000']],
    ['number', '0', number, []],
    ['number', '03000', number, []],
    ['number', '3_000', number, []],
    ['number', '0x10', number, []],
    ['number', 'http://localhost:3000', number, []],
    ['listenUrls', 'http://*:5000;https://+:5001', listenUrls, ['listen 5000', 'listen 5001']],
    ['listenUrls', 'http://[::]:5000,http://0.0.0.0:1', listenUrls, ['listen 5000', 'listen 1']],
    ['listenUrls', 'https://localhost:5001/', listenUrls, ['listen 5001']],
    ['listenUrls', 'https://example.com:5001', listenUrls, []],
    ['listenUrls', '{Scheme}://{ServiceHost}:{ServicePort}', listenUrls, []],
    ['listenAddress', '127.0.0.1:8000', listenAddress, ['listen 8000']],
    ['listenAddress', ':8000', listenAddress, ['listen 8000']],
    ['listenAddress', '[::1]:8000', listenAddress, ['listen 8000']],
    ['listenAddress', 'db:8000', listenAddress, []],
    ['listenAddress', '8000', listenAddress, []],
    ['mapping', '8080:80', mapping, ['publish 8080']],
    ['mapping', '127.0.0.1:8080:80/udp', mapping, ['publish 8080']],
    ['mapping', '80', mapping, ['? 80']],
    ['mapping', '8080-8090:80-90', mapping, ['? undefined']],
    ['mapping', 'x', mapping, []],
  ])('%s: %s', (_name, text, notation, expected) => {
    expect(read(notation, text)).toEqual(expected);
  });

  it.each<[string, string, Record<string, string>, string[]]>([
    ['SPRING_DATA_REDIS_PORT', '6379', {}, ['refer 6379']],
    ['APP_GRPC_PORT', '9090', {}, ['refer 9090']],
    ['APP_GRPC_PORT', '9090', { APP_GRPC_HOST: '0.0.0.0' }, ['refer 9090 may serve']],
    ['APP_GRPC_PORT', '9090', { APP_GRPC_HOST: 'grpc.example.com' }, ['? 9090']],
    ['APP_GRPC_PORT', '9090', { APP_GRPC_HOST: 'localhost' }, ['refer 9090 may serve']],
    ['PAYMENT_PORT', '9090', { PAYMENT_HOST: 'localhost' }, ['refer 9090']],
    ['PAYMENT_PORT', '9090', { PAYMENT_HOST: '0.0.0.0' }, ['refer 9090 may serve']],
    ['MAIL_PORT', '1025', { MAIL_HOST: 'localhost' }, ['refer 1025']],
    ['PORT', '9090', {}, ['listen 9090']],
    ['A_DEBUG_PORT', '9090', {}, ['? 9090']],
    ['A_TIMEOUT', '9090', {}, []],
    ['A_URL', 'http://localhost:9090', {}, ['refer 9090']],
    ['A_BROKERS', 'localhost:9090,db:1', {}, ['refer 9090']],
    ['A_TEXT', 'no number', {}, []],
  ])('a setting: %s=%s beside %j', (name, text, others, expected) => {
    expect(read(setting, text, name, others)).toEqual(expected);
  });
});

describe('expandSpring', () => {
  /** The expanded text, and of each placeholder what stands for it and the variables before that. */
  function expand(text: string): string[] {
    const { value, placeholders } = expandSpring(plainValue(text, 0, text.length));
    return [
      value.text,
      ...placeholders.map(({ from, to, chain, isDefault }) => {
        const names = chain.map(({ variable }) => variable).join('>');
        return `${names}${isDefault ? '=' : ' is '}${value.text.slice(from, to)}`;
      }),
    ];
  }

  it.each<[string, string[]]>([
    ['3000', ['3000']],
    ['${PORT:3000}', ['3000', 'PORT=3000']],
    ['${PORT}', ['${PORT}', 'PORT is ${PORT}']],
    ['${A:${B:3000}}', ['3000', 'A>B=3000', 'A=3000']],
    ['x${A:b}y${C:}z', ['xbyz', 'A=b', 'C=']],
    ['http://${H:localhost}:${P:80}/', ['http://localhost:80/', 'H=localhost', 'P=80']],
    ['${A:http://x:${P:1}/{y}}', ['http://x:1/{y}', 'A>P=1', 'A=http://x:1/{y}']],
    ['${A:', ['${A:']],
    ['}${', ['}${']],
    ['#{1 + 2}', ['#{1 + 2}']],
  ])('%s', (text, expected) => {
    expect(expand(text)).toEqual(expected);
  });

  it('knows where each character stands', () => {
    const text = 'a${PORT:3000}b';
    expect(expandSpring(plainValue(`__${text}`, 2, text.length + 2)).value.offsets).toEqual([
      2, 10, 11, 12, 13, 15,
    ]);
  });
});
