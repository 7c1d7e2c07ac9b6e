import type { PortNumber } from '../../../ports/index.js';
import type { Word } from '../../formats/shell-words.js';
import type { CommandLine } from './command-line.js';
import { CAPITAL_P, CLIENT_DEFAULTS } from './tools.js';

/** The word that says the host which a client is told to go to: `-h db`, `--host=db`. */
function hostWord(words: readonly Word[]): Word | undefined {
  const at = words.findIndex(({ value }) => /^(-h|--host|--hostname)(=|$)/.test(value.text));
  const flag = words[at];
  return flag?.value.text.includes('=') ? flag : flag && words[at + 1];
}

/** That host. */
export function hostIn(words: readonly Word[]): string | undefined {
  return hostWord(words)?.value.text.replace(/^-[a-z-]{1,9}=/, '');
}

/** `psql -h localhost`: where the number moves that it means, it is told. */
export function leaveDefault(tool: string, words: readonly Word[], found: CommandLine): void {
  const { port, hosts } = CLIENT_DEFAULTS[tool] ?? {};
  const host = hostWord(words);
  const said = CAPITAL_P.has(tool) ? /^(-P|--port)/ : /^(-p|--port)|:\/\/|^service=/;
  const isSaid = words.some(({ value }) => said.test(value.text));
  if (port === undefined || !host || !hosts?.test(hostIn(words) ?? '') || isSaid) return;
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
