import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { LeaseStatus } from '../../src/registry/index.js';
import { Job, leases, portsOf, type Step, useJobs } from '../runner/job.js';

// The action's steps as a runner runs them, down to the bytes of its files.

useJobs();

/** One delimiter a value, so that what stands in a value cannot end it. */
function heredocs(bytes: string | undefined): { text: string; delimiters: string[] } {
  const delimiters = [...(bytes ?? '').matchAll(/<<(ghadelimiter_[0-9a-f-]{36})\n/g)].map(
    ([, delimiter]) => delimiter ?? '',
  );
  const text = delimiters.reduce((all, each) => all.replaceAll(each, 'END'), bytes ?? '');
  return { text, delimiters };
}

/** What a runner would take for a command, other than the annotations that are meant. */
function commands({ log }: Step): string[] {
  return log.split(/\r?\n/).filter((line) => /^\s*(::|##\[)/.test(line));
}

describe('what it tells', () => {
  it('writes outputs and environment, byte for byte', async () => {
    const job = new Job('a', { '.env': 'WEB_PORT=3000\nURL=http://localhost:3000/\n' });
    const step = await job.main({ SITE: 'http://localhost:3000/x', OTHER: 'http://a.test:3000/' });
    const { WEB_PORT } = portsOf(step);
    const output = heredocs(step.bytes.GITHUB_OUTPUT);
    const env = heredocs(step.bytes.GITHUB_ENV);
    const envFile = step.output['env-file'] ?? '';
    expect(output.text).toBe(
      [
        ['WEB_PORT', WEB_PORT],
        ['ports', `{"WEB_PORT":${WEB_PORT}}`],
        ['reservation', step.output.reservation],
        ['changed-files', '[".env"]'],
        ['compose-project-name', ''],
        ['compose-file', ''],
        ['env-file', envFile],
      ]
        .map(([name, value]) => `${name}<<END\n${value}\nEND\n`)
        .join(''),
    );
    expect(env.text).toBe(
      `SITE<<END\nhttp://localhost:${WEB_PORT}/x\nEND\nWEB_PORT<<END\n${WEB_PORT}\nEND\n`,
    );
    const all = [...output.delimiters, ...env.delimiters];
    expect(new Set(all).size).toBe(all.length);
    expect(readFileSync(envFile, 'utf8')).toBe(`WEB_PORT=${WEB_PORT}\n`);
    expect(envFile.startsWith(job.temp)).toBe(true);
  });

  it('writes one table to the summary, and what it left alone', async () => {
    const job = new Job('a', {
      '.env': 'WEB_PORT=3000\nAPI=http://localhost:9999/\nWS=ws://localhost:9998/\n',
    });
    const step = await job.main();
    const { WEB_PORT } = portsOf(step);
    const row = (...cells: unknown[]) => `<tr>${cells.map((c) => `<td>${c}</td>`).join('')}</tr>`;
    expect(step.bytes.GITHUB_STEP_SUMMARY).toBe(
      [
        '<h3>Ports</h3>\n',
        '<table><tr><th>name</th><th>declared</th><th>reserved</th><th>written</th></tr>',
        row('WEB&#95;PORT', 3000, WEB_PORT, '.env:1'),
        '</table>\n',
        '<h4>Found and left alone</h4>\n',
        '<table><tr><th>where</th><th>port</th><th>why</th></tr>',
        row(
          '.env:2, 3',
          '9999, 9998',
          'nothing in this project listens on 9999, as far as its configurations and commands say',
        ),
        '</table>\n',
      ].join(''),
    );
    expect(commands(step)).toEqual([
      `::notice file=.env,line=1::Changed until the job ends: WEB_PORT: port 3000 → ${WEB_PORT}`,
    ]);
  });

  it('only reports in plan mode, also where the configuration says so', async () => {
    const files = { '.env': 'WEB_PORT=3000\n', 'portkeeper.yaml': 'mode: plan\n' };
    for (const [name, inputs] of [
      ['a', { INPUT_MODE: 'plan' }],
      ['b', {}],
    ] as const) {
      const job = new Job(name, name === 'a' ? { '.env': files['.env'] } : files);
      const step = await job.main(inputs);
      expect(step.bytes.GITHUB_ENV).toBe('');
      expect(step.output.reservation).toBe('');
      expect(step.output['changed-files']).toBe('[]');
      expect(step.bytes.GITHUB_STEP_SUMMARY).toContain('<h3>Ports that would be reserved</h3>');
      expect(job.looks()).toEqual(job.before);
      expect((await job.post()).code).toBe(0);
    }
    expect(await leases()).toEqual([]);
  });

  it.each([
    ['six hours where nobody says more', '', {}, 6],
    ['as long as the configuration says', 'ttl: 90m\nhold: false\n', {}, 1.5],
    ['as long as the input says before it', 'ttl: 90m\nhold: false\n', { INPUT_TTL: '2h' }, 2],
  ])('takes a lease for %s', async (_name, text, inputs, hours) => {
    const job = new Job('a', { '.env': 'WEB_PORT=3000\n', 'portkeeper.yaml': text });
    const step = await job.main(inputs);
    expect(step.code).toBe(0);
    const [{ held, createdAt, expiresAt }] = (await leases()) as [LeaseStatus];
    expect(held).toBe(text === '');
    const lasts = Date.parse(expiresAt ?? '') - Date.parse(createdAt);
    expect(lasts / 3_600_000).toBeCloseTo(hours, 1);
  });
});

describe('hostile projects', () => {
  const steering = [
    ...['NODE_OPTIONS', 'PATH', 'LD_PRELOAD', 'LD_X_PORT', 'DYLD_INSERT_LIBRARIES', 'BASH_ENV'],
    ...[
      'ENV',
      'GITHUB_PORT',
      'RUNNER_PORT',
      'ACTIONS_PORT',
      'INPUT_PORT',
      'STATE_PORT',
      'GIT_PORT',
    ],
    ...[
      'PYTHONPORT',
      'RUBYOPT',
      'PERL5OPT',
      'JAVA_TOOL_OPTIONS',
      'HOME',
      'CI',
      'Path',
      'github_port',
    ],
    // A number is a file or a folder of the checkout to who takes a path.
    ...['XDG_CONFIG_HOME', 'DOCKER_CONFIG', 'KUBECONFIG', 'NODE_PATH', 'npm_config_userconfig'],
    ...['AWS_CONFIG_FILE', 'PROMPT_COMMAND', 'MAKEFILES', 'PORTKEEPER_REGISTRY', 'COMPOSE_FILE'],
  ];

  it('never exports what steers other programs, whatever the files say', async () => {
    const numbered = steering.map((name, i) => [name, 4000 + i] as const);
    const job = new Job('a', {
      '.env': `WEB_PORT=3000\n${numbered.map(([name, port]) => `${name}=${port}\n`).join('')}`,
      'compose.yaml': `services:\n  web:\n    image: x\n    ports:\n      - 3000:81\n${steering
        .map((name, i) => `      - "\${${name}}:${82 + i}"\n`)
        .join('')}`,
      'portkeeper.yaml': `ports:\n${numbered.map(([name, port]) => `  ${name}: ${port}\n`).join('')}`,
    });
    const step = await job.main();
    expect(Object.keys(portsOf(step)).length).toBeGreaterThan(steering.length);
    expect(Object.keys(step.env)).toEqual(['WEB_PORT', 'COMPOSE_PROJECT_NAME']);
  });

  it('names the compose project beside that of a dev container', async () => {
    const compose = 'services: { web: { image: x, ports: ["3000:80"] } }\n';
    const tree = { 'compose.yaml': compose, '.devcontainer/compose.yaml': compose };
    const named = expect.objectContaining({ COMPOSE_PROJECT_NAME: expect.any(String) });
    expect((await new Job('a', tree).main()).env).toEqual(named);
    const step = await new Job('b', { ...tree, 'e2e/compose.yaml': compose }).main();
    expect(step.env).not.toEqual(named);
  });

  it('lets no value out of its heredoc, and no text become a command', async () => {
    const evil =
      'http://localhost:3000/\nEOF\nghadelimiter_x\nNODE_OPTIONS=--require ./x\n::set-env name=A::b';
    const job = new Job('a', {
      '.env': `WEB_PORT=3000\nURL="${evil}"\n"::add-mask::x"=1\nX_PORT=::error::y\n`,
      'compose.yaml': [
        'services:',
        '  "::stop-commands::x":',
        '    image: x',
        '    ports:',
        '      - "8000-8001:80"',
        '      - "${UNSET_PORT}:81"',
        '      - 3000:82',
      ].join('\n'),
      'a%0A::warning::b/.env': 'API_PORT=4000\nU=http://localhost:9999\n',
    });
    const step = await job.main({ SITE: evil });
    const { WEB_PORT } = portsOf(step);
    expect(step.env.SITE).toBe(evil.replace('3000', `${WEB_PORT}`));
    expect(Object.keys(step.env)).not.toContain('NODE_OPTIONS');
    expect(Object.keys(step.env)).not.toContain('A');
    const kinds = commands(step).map((line) => /^::(\w+)/.exec(line)?.[1]);
    expect(new Set(kinds)).toEqual(new Set(['notice']));
    expect(step.bytes.GITHUB_STEP_SUMMARY).not.toContain('::');
    const after = await job.post();
    expect(commands(after)).toEqual([]);
    expect(job.looks()).toEqual(job.before);
  });

  it('prints no value of a URL', async () => {
    const secret = 'hunter2';
    const url = `postgres://me:${secret}@localhost:5432/shop`;
    const job = new Job('a', {
      '.env': `DATABASE_URL=${url}\nPASSWORD=${secret}\n`,
      'compose.yaml': 'services:\n  db:\n    image: x\n    ports: ["5432:5432"]\n',
    });
    const step = await job.main({ OTHER_URL: url });
    const post = await job.post();
    const told = [step.log, post.log, step.bytes.GITHUB_STEP_SUMMARY, step.bytes.GITHUB_OUTPUT];
    for (const text of told) expect(text).not.toContain(secret);
    expect(step.log).toMatch(/DB_PORT: port 5432 → \d+/);
    // The environment is where it has to follow.
    expect(step.env.OTHER_URL).toBe(url.replace('5432', `${portsOf(step).DB_PORT}`));
  });
});

describe('service containers', () => {
  const services = JSON.stringify({
    postgres: { id: 'x', ports: { '5432': '49153' }, network: 'n' },
    dns: { ports: { '53': '49160', '53/udp': '49161' } },
  });

  it('makes them ports of the project that loopback URLs follow, and puts that back', async () => {
    const job = new Job('a', {
      '.env': 'DATABASE_URL=postgres://localhost:5432/x\nFAR=postgres://db.test:5432/x\n',
    });
    const step = await job.main({ 'INPUT_JOB-SERVICES': services });
    expect(portsOf(step)).toEqual({ POSTGRES_PORT: 49153, DNS_PORT: 49160, DNS_PORT_53: 49161 });
    expect(readFileSync(join(job.checkout, '.env'), 'utf8')).toBe(
      'DATABASE_URL=postgres://localhost:49153/x\nFAR=postgres://db.test:5432/x\n',
    );
    expect(await leases()).toEqual([]); // the runner's own: nothing to reserve
    expect((await job.post()).code).toBe(0);
    expect(job.looks()).toEqual(job.before);
  });

  it('lets the next job undo it after a kill', async () => {
    const job = new Job('a', { '.env': 'DATABASE_URL=postgres://localhost:5432/x\n' });
    await job.main({ 'INPUT_JOB-SERVICES': services });
    await job.kill();
    const next = services.replace('49153', '49200');
    await job.main({ 'INPUT_JOB-SERVICES': next });
    expect(readFileSync(join(job.checkout, '.env'), 'utf8')).toContain('localhost:49200/');
    await job.post();
    expect(job.looks()).toEqual(job.before);
  });
});

describe('failures', () => {
  it.each([
    [{ INPUT_RANGE: '9-3' }, 'Input range: The range "9-3" ends before it begins'],
    [{ INPUT_MODE: 'pach' }, 'Input mode: "pach" is not a mode'],
    [{ INPUT_PORTS: 'A=1\n=2' }, 'Input ports: "=2" does not name a port'],
    [{ INPUT_TTL: 'soon' }, 'Input ttl: "soon" is not a length of time'],
    [{ 'INPUT_WORKING-DIRECTORY': 'nowhere' }, 'There is no folder nowhere'],
    [{ INPUT_DETECT: 'false', INPUT_PORTS: 'A=7-7' }, 'No free port for A in 7: '],
    [{ RUNNER_TEMP: '/dev/null' }, 'RUNNER_TEMP is of no use: '],
  ])('fails loudly for %j, and leaves nothing', async (inputs, message) => {
    const job = new Job('a', { '.env': 'WEB_PORT=3000\n' });
    const step = await job.main(inputs);
    expect(step.code).toBe(1);
    expect(commands(step)).toEqual([expect.stringContaining(`::error::${message}`)]);
    expect(step.bytes).toMatchObject({ GITHUB_ENV: '', GITHUB_OUTPUT: '' });
    expect(job.looks()).toEqual(job.before);
    const post = await job.post();
    expect(post).toMatchObject({ code: 0, log: '' });
    expect(await leases()).toEqual([]);
  });
});
