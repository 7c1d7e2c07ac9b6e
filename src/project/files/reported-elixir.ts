import { readEcto } from './ecto.js';
import type { ReportedFile, ReportedPort } from './reported-file.js';
import { IN_SOURCE, listening, SERVER_VARIABLE } from './reported-listening.js';

/** An endpoint of Phoenix, in one line or in several. */
const ELIXIR: readonly ReportedPort[] = [
  {
    pattern: new RegExp(
      `\\bport: ?(?:String\\.to_integer\\()?System\\.get_env\\("${SERVER_VARIABLE}"(?:\\) \\|\\| |, )"(?<port>\\d{2,5})"`,
      'd',
    ),
  },
  // Of Dotenvy.
  {
    pattern: new RegExp(
      `\\benv!\\("${SERVER_VARIABLE}", [^()"]{1,60}, "?(?<port>\\d{2,5})\\b`,
      'd',
    ),
  },
  {
    opens: /^[^#]{0,200}\bhttps?:\s*\[[^\]]{0,200}$/,
    closes: /^\s*\]/,
    pattern: /^\s*port:\s*(?<port>\d{2,5})\b/d,
    reason: IN_SOURCE,
    binds: true,
  },
  listening(/\bhttps?:\s*\[(?:[^\]]{0,120},)?\s*port:\s*(?<port>\d{2,5})\b/d),
  listening(/^port = (?<port>\d{2,5})\s*$/d),
];

/** A repository of Ecto over several lines. */
const ECTO: ReportedPort = {
  opens: /^config\s{1,9}:\w{1,60},\s{0,9}[\w.]{0,100}Repo\w{0,40},/,
  closes: /^(?:\s*$|config\b)/,
  pattern: /^\s*port:\s*(?<port>\d{2,5})\b/d,
  reason: 'Ecto connects to it, and source code is not changed; let it read a variable',
  matters: 'where it moves',
};

/** What Phoenix listens on, and Ecto connects to. */
export const elixirSettings: readonly ReportedFile[] = [
  {
    name: 'source',
    files: /(^|\/)config\/(?:config|dev|runtime)\.exs$/,
    endings: ['exs'],
    states: [...ELIXIR, ECTO],
    more: readEcto,
    signs: [
      'https?:[[:space:]]*[[]',
      'Repo[A-Za-z]*,',
      '^port = [0-9]',
      'System[.]get_env[(]"',
      'env![(]"',
    ],
  },
  // Its endpoint starts no server.
  {
    name: 'source',
    files: /(^|\/)config\/test\.exs$/,
    endings: ['exs'],
    states: [ECTO],
    more: readEcto,
    signs: ['Repo[A-Za-z]*,'],
  },
];
