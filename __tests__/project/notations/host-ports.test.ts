import { describe, expect, it } from '@jest/globals';
import { findHostPorts } from '../../../src/project/notations/host-ports.js';
import { readSetting } from '../../../src/project/notations/setting.js';
import { cpuMsOf } from '../../cpu-time.js';

/** `host port` of every host. */
function portsIn(text: string): string[] {
  return findHostPorts(text).map(({ host, from, to }) => `${host} ${text.slice(from, to)}`);
}

describe('findHostPorts', () => {
  it.each<[string, string[]]>([
    // URLs
    ['jdbc:postgresql://localhost:5432/x?a=1', ['localhost 5432']],
    ['jdbc:mysql://a:3306,localhost:3307/x', ['a 3306', 'localhost 3307']],
    ['mongodb://u:p@localhost:27017,b:27018/x?replicaSet=rs', ['localhost 27017', 'b 27018']],
    ['PLAINTEXT://localhost:9092,EXT://k:29092', ['localhost 9092', 'k 29092']],
    ['http://*:5000;https://+:5001', ['* 5000', '+ 5001']],
    ['http://localhost:3000?host=localhost&port=4000', ['localhost 3000']],
    // ADO.NET and ODBC
    ['Server=localhost,1433;Database=x;Encrypt=False', ['localhost 1433']],
    ['Data Source = tcp:127.0.0.1,1433 ; Initial Catalog=x', ['127.0.0.1 1433']],
    ['Server=.\\SQLEXPRESS,1433;x=y', ['localhost 1433']],
    ['Server=(local),1433;x=y', ['localhost 1433']],
    ['Driver={ODBC Driver 18};Server=db,1433;', ['db 1433']],
    ['Host=localhost;Port=5432;Database=x', ['localhost 5432']],
    ['Port=5432;Host="localhost"', ['localhost 5432']],
    ['Host=localhost:5433,b:5434;Username=x', ['localhost 5433', 'b 5434']],
    ['Server=localhost;Uid=x;port=3306', ['localhost 3306']],
    ['Server=localhost,${SQL_PORT};x=y', ['localhost ${SQL_PORT}']],
    ['Database=x;Port=5432', []],
    ['Server=localhost;Timeout=3000', []],
    // libpq
    ['host=localhost port=5432 dbname=x', ['localhost 5432']],
    ["port='5432' host='localhost'", ['localhost 5432']],
    ['host=a,localhost port=5433,5434', ['a 5433', 'localhost 5434']],
    ['serve --host=localhost --port=3000', []],
    // JDBC
    ['jdbc:sqlserver://localhost:1433;databaseName=x', ['localhost 1433']],
    ['jdbc:sqlserver://localhost;portNumber=1433', ['localhost 1433']],
    ['jdbc:sqlserver://;serverName=localhost;port=1433', ['localhost 1433']],
    ['jdbc:oracle:thin:@localhost:1521:xe', ['localhost 1521']],
    ['jdbc:oracle:thin:@//localhost:1521/x', ['localhost 1521']],
    ['jdbc:oracle:thin:u/p@localhost:1521/x', ['localhost 1521']],
    ['jdbc:oracle:thin:@(DESCRIPTION=(ADDRESS=(HOST=localhost)(PORT=1521)))', ['localhost 1521']],
    ['jdbc:mysql://address=(host=localhost)(port=3306)/x', ['localhost 3306']],
    // Go
    ['u:p@tcp(127.0.0.1:3306)/x?parseTime=true', ['127.0.0.1 3306']],
    ['tcp([::1]:3306)/x', ['::1 3306']],
    ['mysql://u:p@(127.0.0.1:3306)/x?parseTime=true', ['127.0.0.1 3306']],
    ['u@unix(/tmp/x:1)/x', []],
    // Redis
    ['localhost:6379,password=a;b,ssl=False', ['localhost 6379']],
    ['redis:6379,localhost:6380,abortConnect=false', ['redis 6379', 'localhost 6380']],
    ['a=1', []],
    ['', []],
  ])('%s', (text, expected) => {
    expect(portsIn(text)).toEqual(expected);
  });

  it.each([
    ';a=1',
    'host=a ',
    '(host=x)',
    '@tcp(',
    '@(',
    'a:1,',
    'Host=a,',
    'jdbc:oracle:thin:@',
    '://a:1,',
  ])('takes linear time: %j again and again', async (part) => {
    expect(await cpuMsOf(() => findHostPorts(part.repeat(60_000)))).toBeLessThan(5000);
  });
});

describe('readSetting', () => {
  const mentions = (name: string, text: string): string[] =>
    readSetting(name, text, () => undefined).mentions.map(({ role, port }) => `${role} ${port}`);

  it.each<[string, string, string[]]>([
    ['DATABASE_URL', 'host=localhost port=5432', ['refer 5432']],
    ['ConnectionStrings__Default', 'Server=localhost,1433;Database=x', ['refer 1433']],
    ['ConnectionStrings__Default', 'Server=db,1433;Database=x', []],
    ['KAFKA_BROKERS', 'localhost:9092,127.0.0.1:9093', ['refer 9092', 'refer 9093']],
    ['KAFKA_ADVERTISED_LISTENERS', 'A://k:1,B://localhost:9092', ['refer 9092']],
    ['KAFKA_LISTENERS', 'A://0.0.0.0:9092,B://:9093', ['listen 9092', 'listen 9093']],
    ['ASPNETCORE_URLS', 'http://localhost:5000;https://+:5001', ['listen 5000', 'listen 5001']],
    ['URL', 'http://*:5000', ['listen 5000']],
    ['URL', 'http://0.0.0.0:5000', ['refer 5000']],
    ['URL', 'http://example.com:5000', []],
    ['SPRING_DATASOURCE_URL', 'jdbc:postgresql://localhost:5432/x', ['refer 5432']],
  ])('%s=%s', (name, text, expected) => {
    expect(mentions(name, text)).toEqual(expected);
  });
});
