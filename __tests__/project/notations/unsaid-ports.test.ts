import { describe, expect, it } from '@jest/globals';
import { unsaidMentions } from '../../../src/project/notations/unsaid-ports.js';

const nothing = (): undefined => undefined;

describe('unsaidMentions', () => {
  it.each<[text: string, name: string, ports: readonly number[]]>([
    ['Server=localhost;Database=x;Encrypt=no', 'X', [1433]],
    ['Data Source = (local); Initial Catalog = x', 'X', [1433]],
    ['Server=127.0.0.1;Database=x;User Id=y', 'X', [1433, 3306, 5432]],
    ['Host=localhost;Database=x;Username=y', 'X', [5432]],
    ['Host=localhost;Database=x;Uid=y', 'X', [3306]],
    ["host=localhost user=x password='a b' sslmode=disable", 'X', [5432]],
    ['usedevelopmentstorage=TRUE;', 'X', [10000]],
    ['x:y@tcp(localhost)/z', 'X', [3306]],
    ['localhost', 'MYSQL_ADDR', [3306]],
    ['::1', 'PGHOST', [5432]],
    // Said, or said elsewhere.
    ['Server=localhost,1434;Database=x', 'X', []],
    ['Server=localhost;Port=5433;Database=x', 'X', []],
    ['host=localhost port=5433 dbname=x', 'X', []],
    ['x:y@tcp(localhost:3307)/z', 'X', []],
    // Of another machine, an instance, or no database.
    ['Server=.\\SQLEXPRESS;Database=x', 'X', []],
    ['Server=(localdb)\\mssqllocaldb;Database=x', 'X', []],
    ['Server=db;Database=x', 'X', []],
    ['Host=0.0.0.0;Database=x', 'X', []],
    ['Host=localhost;Username=guest', 'X', []],
    ['localhost', 'HOST', []],
    ['localhost', 'DB_HOST', []],
    ['0.0.0.0', 'REDIS_HOST', []],
    ['', 'REDIS_HOST', []],
  ])('%s in %s', (text, name, ports) => {
    const found = unsaidMentions(text, name, nothing);
    expect(found.map(({ port }) => port)).toEqual(ports);
    expect(new Set(found.map(({ from }) => from)).size).toBe(ports.length);
  });

  it('leaves a host alone whose port stands beside it', () => {
    const other = (name: string) => (name === 'MYSQL_PORT' ? '3307' : undefined);
    expect(unsaidMentions('localhost', 'MYSQL_HOST', other)).toEqual([]);
    expect(unsaidMentions('localhost', 'MYSQL_TEST_HOST', other)).toEqual([]);
  });
});
