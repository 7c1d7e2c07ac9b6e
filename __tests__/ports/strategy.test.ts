import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { defaultRange, ephemeralWarning, readEphemeralPorts } from '../../src/ports/ephemeral.js';
import type { PortNumber } from '../../src/ports/number.js';
import { formatRange, type PortRange, parseRange, rangeSize } from '../../src/ports/range.js';
import { isRefusedByBrowsers, isUnfit } from '../../src/ports/refused.js';
import { strategies } from '../../src/ports/strategy.js';

const ranges = fc
  .tuple(fc.integer({ min: 1, max: 65_000 }), fc.integer({ min: 0, max: 400 }))
  .map(([from, size]) => parseRange(`${from}-${from + size}`));

function order(name: keyof typeof strategies, range: PortRange, seed = 'a', preferred?: number) {
  const wanted = preferred === undefined ? {} : { preferred: preferred as PortNumber };
  return [...strategies[name]({ range, seed, ...wanted })];
}

describe('strategies', () => {
  it.each(Object.keys(strategies) as (keyof typeof strategies)[])(
    '%s tries every port of the range once',
    (name) => {
      fc.assert(
        fc.property(ranges, (range) => {
          const ports = order(name, range);
          expect(ports).toHaveLength(rangeSize(range));
          expect([...ports].sort((a, b) => a - b)).toEqual(order('lowest', range));
        }),
      );
    },
  );

  it('tries the declared number first, even outside of the range', () => {
    const range = parseRange('20000-20009');
    expect(order('preferred', range, 'a', 3000)[0]).toBe(3000);
    expect(order('preferred', range, 'a', 20_005)).toHaveLength(10);
  });

  it('is stable by the seed alone, and spreads', () => {
    const range = parseRange('20000-32767');
    const starts = Array.from({ length: 200 }, (_, i) => order('stable', range, `s${i}`)[0]);
    expect(starts).toEqual(
      Array.from({ length: 200 }, (_, i) => order('stable', range, `s${i}`)[0]),
    );
    expect(new Set(starts).size).toBeGreaterThan(190);
  });
});

describe('the kernel’s own ports', () => {
  let sysctl: string;
  beforeEach(() => {
    sysctl = mkdtempSync(join(tmpdir(), 'portkeeper-sysctl-'));
  });
  afterEach(() => rmSync(sysctl, { recursive: true, force: true }));

  function kernel(range: string, reserved = '') {
    writeFileSync(join(sysctl, 'ip_local_port_range'), `${range}\n`);
    writeFileSync(join(sysctl, 'ip_local_reserved_ports'), `${reserved}\n`);
    return readEphemeralPorts(sysctl);
  }

  it.each([
    ['32768\t60999', '20000-32767'],
    ['49152\t65535', '20000-32767'],
    ['25000\t60999', '20000-24999'],
    ['20100\t60999', '7332-20099'],
    ['1024\t60999', '61000-65535'],
    ['1024\t65535', '20000-32767'], // nothing is left: then it has to be shared
  ])('keeps the default out of %s: %s', (range, expected) => {
    expect(formatRange(defaultRange(kernel(range)))).toBe(expected);
  });

  it('stays clear of the range of the running kernel', () => {
    const ephemeral = readEphemeralPorts();
    expect(ephemeralWarning(defaultRange(ephemeral), ephemeral)).toBeUndefined();
  });

  it('tells the line that helps, unless an administrator wrote it', () => {
    const range = parseRange('40000-41000');
    expect(ephemeralWarning(range, kernel('32768 60999'))).toContain(
      'net.ipv4.ip_local_reserved_ports=40000-41000',
    );
    expect(ephemeralWarning(range, kernel('32768 60999', '39000,40000-42000'))).toBeUndefined();
    expect(ephemeralWarning(parseRange('30000-33000'), kernel('32768 60999'))).toContain(
      '=32768-33000',
    );
  });

  it('takes IANA’s range where the kernel cannot be asked', () => {
    expect(formatRange(readEphemeralPorts(join(sysctl, 'none')).range)).toBe('49152-65535');
  });
});

it('passes over what browsers refuse', () => {
  const refused = [1, 22, 995, 1719, 2049, 5060, 6000, 6667, 10_080];
  expect(refused.filter((port) => !isRefusedByBrowsers(port))).toEqual([]);
  expect([80, 443, 1023, 1024, 3000, 8080, 20_000].filter(isRefusedByBrowsers)).toEqual([]);
  expect([1, 80, 1023, 6000].filter((port) => !isUnfit(port))).toEqual([]);
  expect([1024, 3000, 20_000].filter(isUnfit)).toEqual([]);
});
