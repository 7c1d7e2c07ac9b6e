import fc from 'fast-check';

/** A file of a random project: text with places that a number goes to, and how its bytes are. */
export interface RandomFile {
  readonly path: string;
  /** `⟦2⟧` is the number of the third port; before `⟦4+⟧` stands the host of a URL of Redis. */
  readonly template: string;
  readonly isCrlf: boolean;
  readonly hasMark: boolean;
  /** Bytes that are no UTF-8. */
  readonly isLatin: boolean;
  readonly endsWithLine: boolean;
  readonly mode: number;
}

export interface RandomProject {
  readonly files: readonly RandomFile[];
  /** What each port is declared as; all different. */
  readonly ports: readonly number[];
  readonly hasGit: boolean;
}

export const SLOT = /⟦(\d)(\+?)⟧/g;
/** What a URL of Redis means that says no port. */
export const REDIS = 6379;

/** The bytes of a file, with these numbers in its places. */
export function render(file: RandomFile, numberOf: (port: number, at: number) => number): Buffer {
  const body = file.endsWithLine ? file.template : file.template.replace(/\n+$/, '');
  const lines = file.isCrlf ? body.replaceAll('\n', '\r\n') : body;
  const text = lines.replace(SLOT, (_all, port: string, ofRedis: string, at: number) => {
    const number = numberOf(Number(port), at);
    if (ofRedis === '') return `${number}`;
    return number === REDIS ? '' : `:${number}`;
  });
  return Buffer.from(file.hasMark ? `\ufeff${text}` : text, file.isLatin ? 'latin1' : 'utf8');
}

const spaces = fc.constantFrom('', ' ', '  ');
const noise = fc.constantFrom('', '# was 3000, see :8080', '#', '# ⌘ 5432'.slice(0, 1));

/** Everything that states or uses a port, by the file that it stands in. */
const envLine = (port: number): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.constantFrom('', 'export '),
      fc.constantFrom('', '"', "'"),
      fc.constantFrom('', ' # 3000', '   '),
    )
    .map(([lead, quote, end]) => `${lead}P${port}_PORT=${quote}⟦${port}⟧${quote}${end}`);

const urlLine = (port: number): fc.Arbitrary<string> =>
  fc
    .constantFrom('http://localhost:⟦⟧', 'ws://127.0.0.1:⟦⟧/a?b=3000', '"http://[::1]:⟦⟧#9"')
    .map((url) => `P${port}_URL=${url.replace('⟦⟧', `⟦${port}⟧`)}`);

const redisLine = fc
  .constantFrom('redis://localhost⟦4+⟧', '"redis://:p@127.0.0.1⟦4+⟧/3000"', 'redis://[::1]⟦4+⟧?a=1')
  .map((url) => `P4_URL=${url}`);

const otherLine = fc.constantFrom('TIMEOUT=3000', '', '# PORT=3000', 'NAME=x3000', "S='a b'");

const service = (port: number, inEnv: boolean): fc.Arbitrary<string> =>
  fc
    .tuple(
      inEnv
        ? fc.constant(`- "\${P${port}_PORT}:80"`)
        : fc.constantFrom(
            '- "⟦⟧:80"',
            "- '127.0.0.1:⟦⟧:80/tcp'  # ⌂ 3000:80".replace('⌂', 'was'),
            '- ⟦⟧:53/udp',
            `- "\${P${port}_PORT:-⟦⟧}:80"`,
            '- target: 80\n        published: "⟦⟧"',
            '- { target: 80, published: ⟦⟧ }',
          ),
      noise,
      spaces,
    )
    .map(([entry, comment, space]) => {
      const place = entry.replaceAll('⟦⟧', `⟦${port}⟧`);
      return `  s${port}:${space}${comment && ` ${comment}`}\n    image: "x:3000"\n    ports:\n      ${place}\n`;
    });

const script = fc.constantFrom(
  'vite --port ⟦⟧',
  'PORT=⟦⟧ node server.js',
  'next dev -p ⟦⟧',
  'cross-env PORT=⟦⟧ next dev && echo 3000',
  'serve -l ⟦⟧ --timeout 3000',
);

const packageJson = (port: number, other: number): fc.Arbitrary<string> =>
  fc
    .tuple(script, fc.constantFrom(' ', '\t', '\n  ', ''), fc.boolean())
    .map(([line, gap, refers]) => {
      const dev = line.replaceAll('⟦⟧', `⟦${port}⟧`);
      const proxy = refers ? `,${gap}"proxy" : "http://localhost:⟦${other}⟧"` : '';
      return `{${gap}"name":"p3000",${gap}"scripts":{${gap}"dev" :${gap}"${dev}"}${proxy}}\n`;
    });

const settings = (port: number): fc.Arbitrary<readonly [path: string, text: string]> =>
  fc.constantFrom(
    [`m${port}/application.properties`, `# 3000\nserver.port = ⟦${port}⟧\nx.limit=3000\n`],
    [`m${port}/application.yml`, `server: # 3000\n    port:   ⟦${port}⟧\nlimit: 3000\n`],
    [`m${port}/supabase/config.toml`, `[api]\nport = ⟦${port}⟧ # 3000\nmax_rows = 3000\n`],
    [`m${port}/vite.config.ts`, `export default { server: { port: ⟦${port}⟧ } }; // 3000\n`],
    [`m${port}/Procfile`, `web: node x.js --port ⟦${port}⟧\n`],
    [`m${port}/firebase.json`, `{ "emulators": { "auth": { "port": ⟦${port}⟧ } }, "x": [3000] }\n`],
  );

/** Which file kinds take which bytes. */
function bytesOf(path: string): fc.Arbitrary<Omit<RandomFile, 'path' | 'template'>> {
  const takesMark = /\.(env|json|ya?ml)$/.test(path);
  return fc.record({
    isCrlf: fc.boolean(),
    hasMark: takesMark ? fc.boolean() : fc.constant(false),
    isLatin: fc.constant(false),
    endsWithLine: fc.boolean(),
    mode: fc.constantFrom(0o644, 0o600, 0o755),
  });
}

const file = (path: string, text: fc.Arbitrary<string>): fc.Arbitrary<RandomFile> =>
  fc
    .tuple(text, bytesOf(path))
    .map(([template, bytes]) => ({ path, template, ...bytes }))
    .chain((made) =>
      // A comment with a byte that is no UTF-8, where the format has comments.
      /\.(env|properties)$/.test(path) && !made.hasMark
        ? fc
            .boolean()
            .map((isLatin) =>
              isLatin ? { ...made, isLatin, template: `# caf\u00e9\n${made.template}` } : made,
            )
        : fc.constant(made),
    );

/** Ports 0 and 1 are published, one of them through `.env`; 2 and 3 are of packages, 4 of a tool. */
const files: fc.Arbitrary<readonly RandomFile[]> = fc
  .tuple(
    file(
      '.env',
      fc
        .tuple(envLine(0), urlLine(1), urlLine(2), urlLine(0), redisLine, otherLine)
        .chain((lines) => fc.shuffledSubarray(lines.slice(1)).map((some) => [lines[0], ...some]))
        .map((lines) => `${lines.join('\n')}\n`),
    ),
    file(
      'compose.yaml',
      fc
        .tuple(service(0, true), service(1, false))
        .map((all) => `# 3000\nservices:\n${all.join('\n')}`),
    ),
    file('apps/web/package.json', packageJson(2, 1)),
    file('apps/api/package.json', packageJson(3, 0)),
    settings(4).chain(([path, text]) => file(path, fc.constant(text))),
  )
  .chain((all) =>
    fc.subarray(all.slice(2), { minLength: 0 }).map((some) => [...all.slice(0, 2), ...some]),
  );

export const projects: fc.Arbitrary<RandomProject> = fc.record({
  files,
  ports: fc
    .tuple(
      fc.uniqueArray(fc.integer({ min: 1024, max: 19_999 }), { minLength: 5, maxLength: 5 }),
      fc.boolean(),
    )
    .filter(([ports]) => !ports.some((port) => [3000, 8080, 5432, REDIS].includes(port)))
    .map(([ports, isRedis]) => (isRedis ? [...ports.slice(0, 4), REDIS] : ports)),
  hasGit: fc.boolean(),
});
