import { describe, expect, it } from '@jest/globals';
import { parse as parseDotenv } from 'dotenv';
import fc from 'fast-check';
import { parse as parseYaml } from 'yaml';
import type { PortNumber } from '../../../src/ports/index.js';
import { applyEdits } from '../../../src/project/edit.js';
import { kindOf } from '../../../src/project/files/index.js';
import type { Findings, Site } from '../../../src/project/site.js';
import { verifyChange } from '../../../src/project/verify.js';
import { sourceOf } from '../marked.js';

/*
 * SPEC 7: an edit changes its target and nothing else. Random files of every kind, one random site
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
    parts,
    fc.constantFrom('', '/a', '?b=3000', ',http://localhost:1'),
  )
  .map(([scheme, host, port, end]) => `${scheme}://${host}:${port}${end}`);
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

const kinds: readonly [
  path: string,
  texts: fc.Arbitrary<string>,
  parse: (text: string) => unknown,
][] = [
  ['.env', envFiles, (text) => parseDotenv(text)],
  ['compose.yaml', composeFiles, (text) => parseYaml(text, { logLevel: 'silent' })],
  ['package.json', packageFiles, (text) => JSON.parse(text)],
];

/** The sites, and those that only another file could call in force. */
function allSites({ sites, definitions, readings, defaults }: Findings): Site[] {
  const all = [
    ...sites,
    ...defaults.map(({ site }) => site),
    ...definitions.flatMap(({ site }) => site ?? []),
    ...readings.flatMap(({ fallback }) => fallback ?? []),
  ];
  return [...new Map(all.map((site) => [site.start, site])).values()].sort(
    (a, b) => a.start - b.start,
  );
}

describe.each(kinds)('a random %s', (path, texts, parse) => {
  const kind = kindOf(path);
  if (kind === undefined) throw new Error(path);

  it('changes in one number alone', () => {
    let edited = 0;
    fc.assert(
      fc.property(
        texts,
        fc.nat(),
        fc.integer({ min: 20000, max: 32767 }),
        (text, choice, number) => {
          const before = sourceOf(path, text);
          const findings = kind.find(before);
          const sites = allSites(findings);
          for (const { start, end, insert, port } of sites)
            expect(text.slice(start, end)).toBe(insert ? '' : `${port}`);
          const site = sites[choice % Math.max(sites.length, 1)];
          if (site === undefined || findings.problems.length > 0) return;
          edited += 1;
          const { before: lead = '', after: tail = '' } = site.insert ?? {};
          const edit = { start: site.start, end: site.end, text: `${lead}${number}${tail}` };
          const after = applyEdits(text, [edit]);
          const { line, column, port: from } = site;
          const place = { line, column, name: 'X', from, to: number as PortNumber };
          verifyChange({ path, before, edits: [edit], after, places: [place] }, kind);
          if (site.insert) {
            const [old, now] = [JSON.stringify(parse(text)), JSON.stringify(parse(after))];
            expect(now.length).toBe(old.length + edit.text.length);
            expect(now.replace(edit.text, '')).toBe(old);
            return;
          }
          expect(changedLeaves(parse(text), parse(after))).toEqual([[`${from}`, `${number}`]]);
          const again = allSites(kind.find(sourceOf(path, after)));
          expect(again.map(describeSite)).toEqual(
            sites.map((each) => describeSite(each === site ? { ...each, port: place.to } : each)),
          );
        },
      ),
      { numRuns: 1500 },
    );
    expect(edited).toBeGreaterThan(500);
  });
});

function describeSite({ line, port, rule, role, variable }: Site): string {
  return [line, port, rule, role, variable].join(' ');
}

/** The digit runs that differ, in documents that are otherwise alike. */
function changedLeaves(before: unknown, after: unknown): [string, string][] {
  const [a, b] = [JSON.stringify(before), JSON.stringify(after)];
  expect(b.replace(/\d+/g, '#')).toBe(a.replace(/\d+/g, '#'));
  const [runs, others] = [a.match(/\d+/g) ?? [], b.match(/\d+/g) ?? []];
  return runs.flatMap((run, index): [string, string][] =>
    run === others[index] ? [] : [[run, others[index] ?? '']],
  );
}
