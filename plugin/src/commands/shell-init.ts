import { Args } from '@oclif/core';

import { AutoscaleCommand } from '../command/autoscale-command.ts';
import { shellInitText, shells } from '../output/shell-init-text.ts';

export default class ShellInit extends AutoscaleCommand {
  static override summary =
    'A shell function by which "kubectl autoscale analyze" and its like reach this program.';
  static override description =
    '"kubectl autoscale" is built into kubectl, and no plugin can take it over. The function sends our subcommands here and everything else, ' +
    '"kubectl autoscale deployment …" included, to kubectl as it was typed. It is defined in interactive shells only: scripts never see it. ' +
    'kubectl-autoscaler has to be on the PATH.';
  static override examples = [
    { description: 'In ~/.bashrc', command: 'eval "$(kubectl-autoscaler shell-init bash)"' },
    { description: 'In ~/.config/fish/config.fish', command: 'kubectl-autoscaler shell-init fish | source' },
  ];
  static override args = {
    shell: Args.string({ description: 'Which shell it is for.', options: [...shells], required: true }),
  };

  async run(): Promise<void> {
    const { args } = await this.parse(ShellInit);
    const shell = shells.find((each) => each === args.shell);
    if (shell === undefined) this.usageError(`no such shell: ${args.shell}`);
    const first = this.config.commands
      .filter(({ hidden }) => !hidden)
      .map(({ id }) => id.split(':')[0] ?? id);
    process.stdout.write(shellInitText(shell, [...new Set([...first, 'help'])].sort()));
  }
}
