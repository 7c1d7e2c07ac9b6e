import { describe, expect, it } from '@jest/globals';
import { parse as parseDotenv } from 'dotenv';
import fc from 'fast-check';
import ts from 'typescript';
import { parse as parseYaml } from 'yaml';
import { moveOneSite } from './one-edit.js';

/*
 * An edit changes its target and nothing else. Random files of every kind, one random site
 * moved: our own check passes, a parser that is not ours sees one number change, and looking again
 * finds the same sites with that one number.
 */

const ports = fc.integer({ min: 1, max: 65535 }).map(String);
const numbers = fc.oneof(ports, fc.constantFrom('3000', '8080', '0', '080', '99999', '3e3', ''));
const hosts = fc.constantFrom(
  'localhost',
  '127.0.0.1',
  '[::1]',
  'db',
  'example.com',
  '0.0.0.0',
  'a.localhost',
  '',
);
const names = fc.constantFrom(
  'PORT',
  'WEB_PORT',
  'A',
  'DB_PORT',
  'DB_HOST',
  'URL',
  'ADDR',
  'port',
  'PORT_MAX',
);
const variables = fc.oneof(
  fc
    .tuple(names, fc.constantFrom(':-', '-', ':?', '?', ':+', '+'), numbers)
    .map(([name, op, word]) => `\${${name}${op}${word}}`),
  names.map((name) => `$${name}`),
  fc.constantFrom('$$', '${A:-${B:-3000}}', '${', '$'),
);
const parts = fc.oneof(numbers, numbers, variables);
const urls = fc
  .tuple(
    fc.constantFrom('http', 'postgres', 'jdbc:x', 'udp'),
    hosts,
    fc.oneof(
      parts.map((port) => `:${port}`),
      fc.constant(''),
    ),
    fc.constantFrom('', '/a', '?b=3000', ',http://localhost:1', ',http://localhost'),
  )
  .map(([scheme, host, port, end]) => `${scheme}://${host}${port}${end}`);
const values = fc.oneof(
  parts,
  urls,
  fc.tuple(hosts, parts).map(([host, port]) => `${host}:${port}`),
  fc.constantFrom('x', 'db', 'true'),
);

const quoted = fc
  .tuple(values, fc.constantFrom('', '"', "'", '`'))
  .map(([value, quote]) => quote + value + quote);
const envLines = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('', 'export ', '  '),
      names,
      fc.constantFrom('=', ' = ', ': '),
      quoted,
      fc.constantFrom('', ' # 3000', '#x', ' '),
    )
    .map((each) => each.join('')),
  fc.constantFrom('', '# PORT=3000', 'B="x', "C='a\nPORT=3000'"),
);
const ends = fc.constantFrom('\n', '\r\n');
const envFiles = fc
  .tuple(fc.constantFrom('', '\uFEFF'), fc.array(envLines, { maxLength: 8 }), ends)
  .map(([mark, lines, end]) => mark + lines.join(end));

const mappings = fc
  .tuple(
    fc.constantFrom('', '127.0.0.1:', '[::1]:', '${IP}:'),
    parts,
    parts,
    fc.constantFrom('', '/udp', '/tcp'),
  )
  .map(([ip, published, target, protocol]) => `${ip}${published}:${target}${protocol}`);
const yamlScalars = (text: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.tuple(text, fc.constantFrom('double', 'single', 'folded', 'escaped')).map(([value, style]) => {
    if (style === 'single') return `'${value}'`;
    if (style === 'folded') return `>-\n        ${value || 'x'}`;
    return style === 'double'
      ? JSON.stringify(value)
      : `"\\u00${value.charCodeAt(0).toString(16).padStart(2, '0')}${value.slice(1)}"`;
  });
const services = fc
  .tuple(
    fc.array(yamlScalars(mappings), { maxLength: 4 }),
    fc.array(fc.tuple(names, yamlScalars(values)), { maxLength: 3 }),
    fc.constantFrom(
      '',
      '    network_mode: host\n',
      '    env_file: .env\n',
      '    command: serve -p $PORT\n',
    ),
  )
  .map(([entries, settings, more]) =>
    [
      '    image: x\n    ports:\n',
      ...entries.map((entry) => `      - ${entry}\n`),
      '    environment:\n',
      ...settings.map(([name, value]) =>
        `      - k\n`.replace('- k', `${name}${value.length}: ${value}`),
      ),
      more,
    ].join(''),
  );
const composeFiles = fc
  .tuple(fc.array(services, { minLength: 1, maxLength: 3 }), ends)
  .map(([all, end]) =>
    `services:\n${all.map((service, index) => `  s${index}:\n${service}`).join('')}`.replaceAll(
      '\n',
      end,
    ),
  );

const words = fc.oneof(
  values,
  fc.constantFrom(
    'vite',
    'next',
    'next dev',
    'react-scripts start',
    'serve',
    'npx',
    'cross-env',
    'env',
    '&&',
    '|',
    ';',
    '--',
    'wait-on',
    'docker',
    'run',
    '-d',
    'img',
    'psql',
    'mkdir',
  ),
  fc
    .tuple(
      fc.constantFrom('--port', '-p', '--listen', '--inspect', '-l', '--x-port'),
      fc.constantFrom(' ', '='),
      parts,
    )
    .map((each) => each.join('')),
  fc.tuple(names, values).map(([name, value]) => `${name}=${value}`),
);
const lines = fc.array(words, { maxLength: 8 }).map((all) => all.join(' '));
const scripts = fc.oneof(
  lines,
  fc.tuple(lines, lines).map(([a, b]) => `x "${a}" '${b}' \t\\`),
);
const packageFiles = fc
  .tuple(fc.array(scripts, { maxLength: 4 }), fc.constantFrom(undefined, 2, '\t'))
  .map(([all, indent]) =>
    JSON.stringify(
      { port: 3000, scripts: Object.fromEntries(all.map((line, index) => [`s${index}`, line])) },
      null,
      indent,
    ),
  );

const jsValues = fc.oneof(
  numbers,
  fc.tuple(fc.constantFrom("'", '"', '`'), values).map(([quote, value]) => {
    return quote + value.replaceAll('${', '$ {') + quote;
  }),
  fc.tuple(hosts, parts).map(([host]) => `\`http://${host}:\${process.env.PORT ?? 3000}/x\``),
  fc
    .tuple(names, fc.constantFrom('||', '??'), numbers)
    .map(([name, op, number]) => `Number(process.env.${name} ${op} '${number}')`),
  fc.constantFrom('shared', 'process.env.PORT', 'true', '{ port: 3000 }', '[3000]', '() => 3000'),
);
const jsPairs = fc
  .tuple(fc.constantFrom('port', '"port"', 'target', 'hmr', 'url', 'x'), jsValues)
  .map(([key, value]) => `${key}: ${/^0\d/.test(value) ? 1 : value}`);
const jsObjects = fc
  .array(fc.oneof(jsPairs, fc.constantFrom('...shared', '...other', '/* 3000 */ a: 1', 'm() {}')), {
    maxLength: 5,
  })
  .map((all) => `{ ${all.join(', ')} }`);
const jsFiles = fc
  .tuple(
    fc.constantFrom('', '\uFEFF', 'const shared = { port: 3000 };', '// 3000'),
    fc.constantFrom('export default ', 'module.exports = ', 'export default () => ('),
    jsObjects,
    jsObjects,
    ends,
  )
  .map(([head, exported, server, preview, end]) => {
    const close = exported.endsWith('(') ? ')' : '';
    return `${head}${end}${exported}{${end} server: ${server},${end}preview: ${preview} }${close};${end}`;
  });

const kinds: readonly [
  path: string,
  texts: fc.Arbitrary<string>,
  parse: (text: string) => unknown,
][] = [
  ['.env', envFiles, (text) => parseDotenv(text)],
  ['compose.yaml', composeFiles, (text) => parseYaml(text, { logLevel: 'silent' })],
  ['package.json', packageFiles, (text) => JSON.parse(text)],
  ['vite.config.ts', jsFiles, tokens],
];

/** A reader that is not ours, and that knows nothing of what the words mean. */
function tokens(text: string): unknown {
  const found: unknown[] = [];
  const visit = (node: ts.Node): void => {
    found.push([node.kind, 'text' in node && !ts.isSourceFile(node) ? node.text : '']);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('x.ts', text, ts.ScriptTarget.ESNext));
  return found;
}

describe.each(kinds)('a random %s', (path, texts, parse) => {
  it('changes in one number alone', () => {
    expect(moveOneSite(path, texts, parse, 1500)).toBeGreaterThan(500);
  });
});
