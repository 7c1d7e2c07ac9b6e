import { toPortName } from '../../../ports/index.js';
import type { Word } from '../../formats/shell-words.js';
import { sliceValue, type Value } from '../../formats/value.js';
import { keptByBroker } from '../broker-listeners.js';
import { parseMapping } from '../compose-mapping.js';
import { digitsAt } from '../number.js';
import { RANGE_ELSEWHERE } from '../number-range.js';
import { writtenMentions } from '../setting.js';
import { isToldOutside } from '../told-outside.js';
import type { CommandLine } from './command-line.js';
import { DOCKER_RUN_SWITCHES } from './tools.js';

/**
 * `docker run -p 8080:80 image …`: what it publishes. After the image everything is the
 * container's; every other subcommand states no port of the host.
 */
export function readDockerRun(words: readonly Word[], found: CommandLine): void {
  const start = runWord(words);
  if (start === undefined) return;
  const isOfCompose = isCompose(words);
  const { flags, image } = runFlags(words.slice(start + 1));
  const onHost = flags.some(
    ({ name, value }) => /^--net(work)?$/.test(name) && value.text === 'host',
  );
  const published = flags.filter(({ name }) => name === '-p' || name === '--publish');
  if (!isOfCompose) readEnvFiles(flags, published, found);
  const name = containerName(flags, image);
  if (!isOfCompose) readEnvironment(flags, { onHost, name, targets: targetsOf(published) }, found);
  const isOfAuthority = ACME.test(nameOfImage(image?.text ?? ''));
  for (const { value } of published) {
    const target = published.length > 1 ? `_${targetOf(value)}` : '';
    if (isOfAuthority && leaveChallenge(value, found)) continue;
    readPublish(value, { onHost, portName: name && `${name}_PORT${target}` }, found);
  }
}

/** The file may say the number that a program listens on inside, where the mapping leads to it. */
function readEnvFiles(
  flags: readonly Flag[],
  published: readonly Flag[],
  found: CommandLine,
): void {
  const ports = targetsOf(published);
  for (const { name, value } of flags) {
    if (name !== '--env-file' || ports.length === 0) continue;
    found.containerEnvFiles.push({ value, path: value.text.replace(WORKING_FOLDER, ''), ports });
  }
}

function targetsOf(published: readonly Flag[]): readonly number[] {
  return published.flatMap(({ value }) => parseMapping(value.text)?.targets ?? []);
}

interface Running {
  readonly onHost: boolean;
  readonly name: string | undefined;
  readonly targets: readonly number[];
}

/**
 * `-e LOGIN_URL=http://localhost:3000`: of this machine, as in a compose file, unless the container
 * has the number itself and nobody outside is told.
 */
function readEnvironment(
  flags: readonly Flag[],
  { onHost, name: own, targets }: Running,
  found: CommandLine,
): void {
  const settings = settingsOf(flags);
  const other = (name: string): string | undefined =>
    settings.find(({ variable }) => variable === name)?.text.text;
  for (const { variable, text } of settings) {
    const isInside = !onHost && !isToldOutside(variable);
    // `MINIO_SERVER_URL` of MinIO: nothing leads another number to the one that it listens on.
    const isOwn = onHost && own !== undefined && variable.startsWith(`${own}_`);
    for (const mention of writtenMentions(text.text)) {
      const { from: at, port } = mention;
      if (isOwn) found.leftAlone.push({ value: text, at, port, reason: ON_HOST });
      else if (isInside && targets.includes(port))
        found.leftAlone.push({ value: text, at, port, reason: HAS_IT_ITSELF });
      else {
        const keeps = targets.includes(port) ? keptByBroker(variable, other) : undefined;
        found.mentions.push({ value: text, mention: { ...mention, ...(keeps && { keeps }) } });
      }
    }
  }
}

/** What the container is given by `-e NAME=value`. */
function settingsOf(flags: readonly Flag[]): { readonly variable: string; readonly text: Value }[] {
  return flags.flatMap(({ name, value }) => {
    const equals = value.text.indexOf('=');
    if (!/^(-e|--env)$/.test(name) || equals === -1) return [];
    const text = sliceValue(value, equals + 1, value.text.length);
    return [{ variable: value.text.slice(0, equals), text }];
  });
}

const HAS_IT_ITSELF =
  'it is read inside a container that has this number itself; if a browser reads it, write its port as a variable';

const ON_HOST = 'a container on the host network says it of itself, and listens on its own number';

/** `$PWD/`; of `$(pwd)/` the word holds nothing between the brackets. */
const WORKING_FOLDER = /^\$(?:\{?PWD\}?|\(\))\//;

/** What a port of the container is called by: its name, else its image's, as far as they are known. */
function containerName(flags: readonly Flag[], image: Value | undefined): string | undefined {
  const own = flags.find(({ name }) => name === '--name')?.value.text;
  const name = own ?? (image && nameOfImage(image.text));
  return name && !name.includes('$') ? toPortName(name) : undefined;
}

/** Clients of Let's Encrypt and its like. */
const ACME = /^(?:certbot|lego|acme\.sh)$/;

const OF_CHALLENGE =
  'a certificate authority comes to it from outside, and to no other number: it cannot move';

/** RFC 8555, 8.3, and RFC 8737, 3: the challenge is answered on 80, or on 443. */
function leaveChallenge(value: Value, found: CommandLine): boolean {
  const published = parseMapping(value.text)?.published;
  if (published?.kind !== 'number') return false;
  const { from, port } = published.digits;
  if (port !== 80 && port !== 443) return false;
  found.leftAlone.push({ value, at: from, port, reason: OF_CHALLENGE });
  return true;
}

/** `registry.example:5000/team/web:1.2` → `web`. */
function nameOfImage(image: string): string {
  return image.slice(image.lastIndexOf('/') + 1).replace(/[:@].*/s, '');
}

function targetOf(value: Value): string {
  return parseMapping(value.text)?.targets.join('_') ?? '';
}

/** `kubectl port-forward svc/web 8080:80`: the first number is one of this machine. */
export function readPortForward(words: readonly Word[], found: CommandLine): void {
  const start = words.findIndex(({ value }) => value.text === 'port-forward');
  if (start === -1) return;
  const named = words.slice(start + 1).find(({ value }) => /^[a-z]+\/[\w.-]+$/.test(value.text));
  const name = named && toPortName(named.value.text.replace(/^[a-z]+\//, ''));
  for (const { value } of words.slice(start + 1)) {
    const digits = /^\d{1,5}(?::\w[\w-]*)?$/.test(value.text)
      ? digitsAt(value.text, 0, /^\d+/.exec(value.text)?.[0].length ?? 0)
      : undefined;
    if (digits === undefined) continue;
    const isMapped = value.text.includes(':');
    if (isMapped) {
      const mention = {
        ...digits,
        protocol: 'tcp',
        role: 'listen',
        rule: 'port-forward',
        confidence: 'certain',
      } as const;
      found.mentions.push({ value, mention, ...(name && { portName: `${name}_PORT` }) });
    } else {
      const reason =
        'kubectl forwards it to the same number in the cluster; written as "local:remote" the first could move';
      found.leftAlone.push({ value, at: 0, port: digits.port, reason });
    }
  }
}

interface Publishing {
  readonly onHost: boolean;
  readonly portName: string | undefined;
}

function runWord(words: readonly Word[]): number | undefined {
  const texts = words.map(({ value }) => value.text);
  const at = isCompose(words) ? subcommandOf(texts) : texts[1] === 'container' ? 2 : 1;
  return texts[at] === 'run' || texts[at] === 'create' ? at : undefined;
}

/** `docker compose run`, and `docker-compose run`: whose project may be any, so that its environment is not read. */
function isCompose([first, second]: readonly Word[]): boolean {
  return (
    /(?:^|\/)(?:docker|podman)-compose$/.test(first?.value.text ?? '') ||
    second?.value.text === 'compose'
  );
}

const COMPOSE_VALUES =
  /^(?:-f|-p|--(?:file|project-name|profile|env-file|project-directory|ansi|progress|parallel))$/;

/** The first word of compose that is no flag and no flag's value. */
function subcommandOf(texts: readonly string[]): number {
  let at = texts[1] === 'compose' ? 2 : 1;
  while (texts[at]?.startsWith('-')) at += COMPOSE_VALUES.test(texts[at] ?? '') ? 2 : 1;
  return at;
}

interface Flag {
  readonly name: string;
  readonly value: Value;
}

/** `-dp 8080:80`: switches stand before a short flag that takes a value. */
const SHORT_SWITCHES = /^-[ditqPT]+(?=[acehlmpuvw])/;

function isSwitch(text: string): boolean {
  return DOCKER_RUN_SWITCHES.has(text) || /^-[ditqPT]+$/.test(text);
}

/** The flags before the image, each with its value. */
function runFlags(words: readonly Word[]): { flags: Flag[]; image: Value | undefined } {
  const flags: Flag[] = [];
  let at = 0;
  for (; at < words.length; at += 1) {
    const value = words[at]?.value;
    if (value === undefined || !value.text.startsWith('-')) break;
    const text = value.text.replace(SHORT_SWITCHES, '-');
    const rest = (length: number): Value =>
      sliceValue(value, value.text.length - text.length + length, value.text.length);
    const equals = text.indexOf('=');
    if (equals !== -1) {
      flags.push({ name: text.slice(0, equals), value: rest(equals + 1) });
    } else if (/^-p\d/.test(text)) {
      flags.push({ name: '-p', value: rest(2) });
    } else if (!isSwitch(text)) {
      const next = words[at + 1]?.value;
      if (next) flags.push({ name: text, value: next });
      at += 1;
    }
  }
  return { flags, image: words[at]?.value };
}

function readPublish(value: Value, { onHost, portName }: Publishing, found: CommandLine): void {
  const mapping = parseMapping(value.text);
  if (mapping === undefined || mapping.published.kind === 'none') return;
  const { published, protocol } = mapping;
  if (onHost) {
    found.leftAlone.push({
      value,
      at: 0,
      reason: 'a container on the host network publishes nothing',
    });
  } else if (published.kind === 'number') {
    const mention = {
      ...published.digits,
      protocol,
      role: 'publish',
      rule: 'docker-run',
      confidence: 'certain',
    } as const;
    found.mentions.push({ value, mention, ...(portName === undefined ? {} : { portName }) });
  } else if (published.kind === 'range' || published.kind === 'ends') {
    found.leftAlone.push({ value, at: 0, reason: RANGE_ELSEWHERE });
  } else if (published.kind === 'unclear') {
    found.leftAlone.push({ value, at: 0, reason: published.reason });
  } else if (published.last !== 'unclear') {
    const last = published.last === 'none' ? {} : { last: published.last };
    found.chains.push({
      value,
      chain: { from: 0, chain: published.chain, ...last },
      role: 'publish',
    });
  }
}
