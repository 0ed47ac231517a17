import { Args } from '@oclif/core';

import { AutoscaleCommand } from '../command/autoscale-command.ts';
import { completionScript } from '../output/completion-script.ts';
import { shells } from '../output/shell-init-text.ts';

export default class Completion extends AutoscaleCommand {
  static override summary = 'Completion of kubectl-autoscale for a shell.';
  static override description =
    'Commands, flags, and as you type contexts, namespaces, workloads and metric names of the cluster, asked through kubectl. ' +
    '"kubectl autoscaler" is completed by kubectl’s own script (kubectl completion), which asks kubectl_complete-autoscaler.';
  static override examples = [
    { description: 'In ~/.bashrc', command: 'eval "$(kubectl-autoscale completion bash)"' },
    { description: 'In ~/.zshrc, after compinit', command: 'eval "$(kubectl-autoscale completion zsh)"' },
    { description: 'In ~/.config/fish/config.fish', command: 'kubectl-autoscale completion fish | source' },
  ];
  static override args = {
    shell: Args.string({ description: 'Which shell it is for.', options: [...shells], required: true }),
  };

  async run(): Promise<void> {
    const { args } = await this.parse(Completion);
    const shell = shells.find((each) => each === args.shell);
    if (shell === undefined) this.usageError(`no such shell: ${args.shell}`);
    process.stdout.write(completionScript(shell));
  }
}
