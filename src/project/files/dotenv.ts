import { type DotenvEntry, scanDotenv } from '../formats/dotenv.js';
import { foreignPorts } from '../notations/foreign-ports.js';
import { isThisMachine } from '../notations/host.js';
import { type Digits, oddNumber } from '../notations/number.js';
import {
  type MentionedChain,
  namedMentions,
  readSetting,
  type Setting,
} from '../notations/setting.js';
import { isToldOutside } from '../notations/told-outside.js';
import { judgeName } from '../notations/variable-name.js';
import { fromFile } from '../packages.js';
import type { Findings } from '../sites/findings.js';
import { isUnwritten } from '../sites/inserted.js';
import type { SourceFile } from '../writing/source-file.js';
import { Collector } from './collector.js';
import { splitComposeFile } from './compose/file-variable.js';
import { defined } from './defined.js';
import { isEnvFile } from './env-name.js';
import type { FileKind } from './file-kind.js';
import type { SiteTraits } from './site-traits.js';

function find(file: SourceFile): Findings {
  const collector = new Collector(file, 'dotenv', 'dotenv');
  const last = lastEntries(file.text);
  const other = (name: string): string | undefined => last.get(name)?.value.text;
  for (const path of composeFilesIn(file.path, other)) collector.composeFile(path);
  for (const entry of last.values()) {
    const setting = settingOf(entry, other);
    const { chain } = setting;
    if (entry.tightComment && stateAny(setting)) leaveUnclear(entry, setting, collector);
    else if (chain && entry.quote !== "'")
      collectChain(entry, { ...setting, chain }, other, collector);
    else collect(entry, setting, collector);
    if (entry.quote !== "'") {
      for (const chain of foreignPorts(entry.value.text, other))
        collector.read(entry.start, { chain, role: 'container', where: entry.key });
    }
  }
  return collector.done();
}

type Other = (name: string) => string | undefined;

/**
 * `PORT=${PORT:-3000}` is `PORT=3000`: what the environment says comes before a file like this
 * anyway.
 */
function settingOf({ key, value, quote }: DotenvEntry, other: Other): Setting {
  const setting = readSetting(key, value.text, other);
  const { chain } = setting;
  const isOwn = chain?.chain.every(({ variable }) => variable === key);
  return chain?.last && isOwn && quote !== "'" ? settingTo(key, chain.last, other) : setting;
}

/** What a variable says whose value is made of these digits. */
function settingTo(key: string, digits: Digits, other: Other): Setting {
  const setting = readSetting(key, `${digits.port}`, other);
  const { number } = setting;
  return number ? { ...setting, number: { ...number, ...digits } } : setting;
}

/** Of duplicates the last one, which is the one that counts. */
export function lastEntries(text: string): Map<string, DotenvEntry> {
  return new Map(scanDotenv(text).map((entry) => [entry.key, entry]));
}

function composeFilesIn(path: string, other: Other): string[] {
  const names = splitComposeFile(other('COMPOSE_FILE') ?? '', other('COMPOSE_PATH_SEPARATOR'));
  return names.some((name) => name.includes('$') || name.startsWith('/'))
    ? []
    : names.map((name) => fromFile(path, name));
}

function stateAny({ number, mentions }: Setting): boolean {
  return number !== undefined || mentions.length > 0;
}

function leaveUnclear(
  { key, value, start }: DotenvEntry,
  { number, mentions }: Setting,
  collector: Collector,
): void {
  const reason = 'a "#" follows it without a space, which some programs take for a part of it';
  const unwritten = mentions.filter(isUnwritten);
  for (const each of unwritten) collector.site(value, { ...each, stays: `${key}: ${reason}` });
  if (number || mentions.length > unwritten.length) collector.leave(value, 0, `${key}: ${reason}`);
  collector.define(start, { variable: key, empty: false, reason });
}

function collect(
  { key, value, start, quote }: DotenvEntry,
  setting: Setting,
  collector: Collector,
): void {
  const { number, mentions, chains, fixed } = setting;
  const site = number && collector.siteOf(value, number, { variable: key });
  const { reason, quiet } = setting;
  const odd = number === undefined && isPortName(key) ? oddNumber(value.text) : undefined;
  if (odd !== undefined) collector.leave(value, 0, `${key}: ${odd}`);
  collector.define(start, {
    variable: key,
    empty: value.text === '',
    ...(isThisMachine(value.text) && { isHere: true }),
    ...defined({ site, reason, fixed, quiet }),
  });
  for (const mention of mentions) collector.site(value, mention, traitsOf(key));
  if (quote === "'") return;
  for (const mention of namedMentions(value.text))
    collector.site(value, { ...mention, setIn: key }, traitsOf(key));
  for (const chain of chains) collector.chain(value, chain, { role: 'refer' });
}

function isPortName(key: string): boolean {
  return ['port', 'listen'].includes(judgeName(key));
}

function traitsOf(key: string): SiteTraits {
  return isToldOutside(key) ? { toldOutside: true } : {};
}

/** `WEB_PORT=${PORT:-3000}`: the default is what WEB_PORT states where PORT is not set. */
function collectChain(
  { key, value, start }: DotenvEntry,
  { chain, mentions }: Setting & { readonly chain: MentionedChain },
  other: Other,
  collector: Collector,
): void {
  for (const mention of mentions) collector.site(value, mention, traitsOf(key));
  const { number, reason }: Partial<Setting> = chain.last ? settingTo(key, chain.last, other) : {};
  const fallback = number && collector.siteOf(value, number, { variable: key });
  collector.read(start, {
    chain: chain.chain,
    role: 'refer',
    ...(reason ? {} : defined({ fallback })),
  });
  collector.define(start, {
    variable: key,
    empty: false,
    chain: chain.chain,
    ...defined({ fallback }),
  });
}

/** `.env` and its variants. */
export const dotenv: FileKind = {
  name: 'dotenv',
  matches: isEnvFile,
  find,
  parse: (text) => scanDotenv(text).map(({ key, value, quote }) => [key, value.text, quote]),
};
