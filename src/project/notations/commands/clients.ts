import type { PortNumber } from '../../../ports/index.js';
import type { Word } from '../../formats/shell-words.js';
import type { CommandLine } from './command-line.js';
import { CAPITAL_P, CLIENT_DEFAULTS } from './tools.js';

/** The host that a client is told to go to. */
export function hostIn(words: readonly Word[]): string | undefined {
  const at = words.findIndex(({ value }) => /^(-h|--host|--hostname)(=|$)/.test(value.text));
  if (at === -1) return undefined;
  const flag = words[at]?.value.text ?? '';
  return flag.includes('=') ? flag.slice(flag.indexOf('=') + 1) : words[at + 1]?.value.text;
}

/** `psql -h localhost`: where the number moves that it means, it is told. */
export function leaveDefault(tool: string, words: readonly Word[], found: CommandLine): void {
  const { port, hosts } = CLIENT_DEFAULTS[tool] ?? {};
  const at = words.findIndex(({ value }) => /^(-h|--host)(=|$)/.test(value.text));
  const flag = words[at]?.value.text ?? '';
  const host = flag.includes('=') ? words[at] : words[at + 1];
  const name = host?.value.text.replace(/^--?h(?:ost)?=/, '') ?? '';
  const said = CAPITAL_P.has(tool) ? /^(-P|--port)/ : /^(-p|--port)|:\/\/|^service=/;
  const isSaid = words.some(({ value }) => said.test(value.text));
  if (port === undefined || !host || !hosts?.test(name) || isSaid) return;
  const to = host.value.text.length;
  const stays = `${tool} goes to its default, or to what a variable says; with its flag for the port it follows`;
  found.mentions.push({
    value: host.value,
    mention: {
      ...{ from: to, to, port: port as PortNumber, role: 'refer', rule: 'client.default' },
      ...{ confidence: 'likely', protocol: 'tcp', stays, insert: { before: ' ', after: '' } },
    },
  });
}
