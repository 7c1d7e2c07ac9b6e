import { PortKeeperError } from '../../errors.js';
import type { CliCommand, CommandEntry } from '../command.js';
import { COMPLETIONS, type Shell } from '../completion.js';

const SHELLS = Object.keys(COMPLETIONS) as Shell[];

export const completion = (entries: readonly CommandEntry[]): CliCommand => ({
  name: 'completion',
  summary: 'print the completion script of a shell',
  operands: '<shell>',
  words: SHELLS,
  details: `Shells: ${SHELLS.join(', ')}.`,
  options: [],
  examples: [
    ['source <(portkeeper completion bash)', 'in ~/.bashrc'],
    ['source <(portkeeper completion zsh)', 'in ~/.zshrc, after compinit'],
    ['portkeeper completion fish > ~/.config/fish/completions/portkeeper.fish', 'once'],
  ],
  async run({ operands: [name = ''] }, { terminal }) {
    const shell = SHELLS.find((one) => one === name);
    if (shell === undefined) {
      throw new PortKeeperError('USAGE', `There is no completion for "${name}"`, {
        hint: `Use one of ${SHELLS.join(', ')}.`,
      });
    }
    const commands: CliCommand[] = [];
    for (const entry of entries) commands.push(await entry.load());
    terminal.print(COMPLETIONS[shell](commands));
    return 0;
  },
});
