import { describe, expect, it } from '@jest/globals';
import { parse as parseProperties } from 'dot-properties';
import fc from 'fast-check';
import { parse as parseJson } from 'jsonc-parser';
import { parse as parseToml } from 'smol-toml';
import { parseAllDocuments } from 'yaml';
import { moveOneSite } from './one-edit.js';

/* As edit-properties.test.ts, for the kinds of file that are rows of the table. */

const ports = fc.oneof(
  fc.integer({ min: 1, max: 65535 }).map(String),
  fc.constantFrom('3000', '0', '080', '99999', ''),
);
const hosts = fc.constantFrom('localhost', '127.0.0.1', '[::1]', 'db', 'example.com', '*', '+', '');
const addresses = fc.tuple(hosts, ports).map(([host, port]) => `${host}:${port}`);
const values = fc.oneof(
  ports,
  addresses,
  fc
    .tuple(fc.constantFrom('http', 'jdbc:mysql', 'PLAIN'), fc.array(addresses, { maxLength: 2 }))
    .map(([scheme, all]) => `${scheme}://${all.join(',')}/x?y=3000`),
  fc.tuple(hosts, ports).map(([host, port]) => `Server=${host},${port};Port=3000;Database=x`),
  fc.tuple(hosts, ports).map(([host, port]) => `host=${host} port=${port}`),
  fc.tuple(hosts, ports).map(([host, port]) => `\${URL:http://\${H:${host}}:\${PORT:${port}}}`),
  fc.tuple(addresses, addresses).map(([a, b]) => `http://${a};https://${b}`),
  fc.constantFrom('x', 'true', '${PORT}', '${'),
);

type Leaf = readonly [keys: string, value: string];

/** A value at one of some places, each place once. */
const leavesAt = (...places: string[]): fc.Arbitrary<Leaf[]> =>
  fc.uniqueArray(fc.tuple(fc.constantFrom(...places), values), {
    selector: ([place]) => place,
    maxLength: 6,
  });

function nest(leaves: readonly Leaf[]): object {
  const root: Record<string, unknown> = {};
  for (const [place, value] of leaves) {
    const keys = place.split('.');
    let node = root;
    for (const key of keys.slice(0, -1)) {
      node[key] ??= {};
      node = node[key] as Record<string, unknown>;
    }
    node[keys.at(-1) ?? ''] = /^[1-9]\d*$/.test(value) && value.length % 2 ? Number(value) : value;
  }
  return root;
}

/** With comments, a mark, escapes, and any indentation. */
const jsonOf = (...places: string[]): fc.Arbitrary<string> =>
  fc
    .tuple(
      leavesAt(...places),
      fc.constantFrom(undefined, 2, '\t'),
      fc.constantFrom('', '\uFEFF'),
      fc.boolean(),
    )
    .map(([leaves, indent, mark, isEscaped]) => {
      const text = JSON.stringify(nest(leaves), null, indent);
      return `${mark}${isEscaped ? text.replace('3', '\\u0033').replaceAll(':/', ':\\u002f') : text}// 3000`;
    });

const yamlFiles = fc
  .tuple(
    leavesAt(
      'server.port',
      'spring.datasource.url',
      'app.x.url',
      'management.server.port',
      'a-b.host',
    ),
    leavesAt('server.port', 'kafka.bootstrap-servers', 'spring.config.activate.on-profile'),
    fc.constantFrom('\n', '\r\n'),
    fc.constantFrom("'", '"'),
  )
  .map(([a, b, end, quote]) =>
    [a, b]
      .map((leaves) =>
        leaves.map(([key, value]) => `${key}: ${quote}${value}${quote} # 3000`).join(end),
      )
      .join(`${end}---${end}`),
  );

const propertiesFiles = fc
  .tuple(
    fc.array(
      fc.tuple(
        fc.constantFrom(
          'server.port',
          'spring.datasource.url',
          'app.servers[0]',
          'db.port',
          '! server.port',
        ),
        fc.constantFrom('=', ' : ', ' ', '=\\\n   '),
        values,
        fc.constantFrom('plain', 'escaped', 'joined'),
      ),
      { maxLength: 6 },
    ),
    fc.constantFrom('', '# x\n', '\n'),
  )
  .map(([lines, head]) =>
    head.concat(
      ...lines.map(([key, separator, value, style]) => {
        if (style === 'escaped') return `${key}${separator}${value.replaceAll(':', '\\:')}\n`;
        return `${key}${separator}${style === 'joined' ? value.replace('/', '/\\\n  ') : value}\n`;
      }),
    ),
  );

const tomlFiles = leavesAt(
  ...['api.port', 'db.port', 'db.shadow_port', 'studio.api_url', 'auth.site_url', 'auth.urls'],
).map((leaves) =>
  leaves
    .map(([key, value]) => {
      const quoted = /^[1-9]\d*$/.test(value)
        ? value
        : JSON.stringify(value).replaceAll(':/', ':\\u002f');
      return `${key} = ${key === 'auth.urls' ? `[${quoted}, "x"]` : quoted} # 3000\n`;
    })
    .join(''),
);

const documents = (text: string): unknown =>
  parseAllDocuments(text, { logLevel: 'silent' }).map((document) => document.toJS());

const kinds: readonly [string, fc.Arbitrary<string>, (text: string) => unknown][] = [
  [
    'angular.json',
    jsonOf(
      'projects.a.architect.serve.options.port',
      'projects.a.architect.serve.options.url',
      'port',
    ),
    (text) => parseJson(text),
  ],
  [
    'firebase.json',
    jsonOf('emulators.auth.port', 'emulators.ui.port', 'hosting.port'),
    (text) => parseJson(text),
  ],
  [
    'appsettings.json',
    jsonOf(
      'Urls',
      'Kestrel.Endpoints.A.Url',
      'ConnectionStrings.Db',
      'A:Url',
      'Db.Host',
      'Db.Port',
    ),
    (text) => parseJson(text),
  ],
  [
    'launchSettings.json',
    jsonOf(
      'profiles.a.applicationUrl',
      'profiles.a.environmentVariables.ASPNETCORE_URLS',
      'profiles.b.httpPort',
    ),
    (text) => parseJson(text),
  ],
  [
    '.devcontainer/devcontainer.json',
    jsonOf('forwardPorts.0', 'forwardPorts.1', 'appPort', 'portsAttributes.3000.label'),
    (text) => parseJson(text),
  ],
  ['application.yml', yamlFiles, documents],
  ['application.properties', propertiesFiles, parseProperties],
  ['supabase/config.toml', tomlFiles, (text) => parseToml(text)],
  [
    'wrangler.toml',
    tomlFiles.map((text) => text.replaceAll('api.port', 'dev.port')),
    (text) => parseToml(text),
  ],
];

describe.each(kinds)('a random %s', (path, texts, parse) => {
  it('changes in one number alone', () => {
    expect(moveOneSite(path, texts, parse, 400)).toBeGreaterThan(10);
  });
});
