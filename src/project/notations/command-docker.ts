import type { Word } from '../formats/shell-words.js';
import { sliceValue, type Value } from '../formats/value.js';
import type { CommandLine } from './command-line.js';
import { DOCKER_RUN_SWITCHES } from './command-tools.js';
import { parseMapping } from './compose-mapping.js';

/**
 * `docker run -p 8080:80 image …`: what it publishes. After the image everything is the
 * container's; every other subcommand states no port of the host.
 */
export function readDockerRun(words: readonly Word[], found: CommandLine): void {
  const start = runWord(words);
  if (start === undefined) return;
  const flags = runFlags(words.slice(start + 1));
  const onHost = flags.some(
    ({ name, value }) => /^--net(work)?$/.test(name) && value.text === 'host',
  );
  for (const { name, value } of flags) {
    if (name === '-p' || name === '--publish') readPublish(value, onHost, found);
  }
}

function runWord(words: readonly Word[]): number | undefined {
  const texts = words.map(({ value }) => value.text);
  const at = texts[1] === 'container' ? 2 : 1;
  return texts[at] === 'run' || texts[at] === 'create' ? at : undefined;
}

interface Flag {
  readonly name: string;
  readonly value: Value;
}

/** The flags before the image, each with its value. */
function runFlags(words: readonly Word[]): Flag[] {
  const flags: Flag[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const value = words[at]?.value;
    if (value === undefined || !value.text.startsWith('-')) break;
    const equals = value.text.indexOf('=');
    if (equals !== -1) {
      flags.push({
        name: value.text.slice(0, equals),
        value: sliceValue(value, equals + 1, value.text.length),
      });
    } else if (/^-p\d/.test(value.text)) {
      flags.push({ name: '-p', value: sliceValue(value, 2, value.text.length) });
    } else if (!DOCKER_RUN_SWITCHES.has(value.text)) {
      const next = words[at + 1]?.value;
      if (next) flags.push({ name: value.text, value: next });
      at += 1;
    }
  }
  return flags;
}

function readPublish(value: Value, onHost: boolean, found: CommandLine): void {
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
    found.mentions.push({ value, mention });
  } else if (published.kind === 'range' || published.kind === 'ends') {
    const reason =
      'it publishes a range, whose neighbouring ports are followed in compose files alone';
    found.leftAlone.push({ value, at: 0, reason });
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
