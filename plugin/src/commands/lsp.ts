import { Flags } from '@oclif/core';

import { AutoscaleCommand } from '../command/autoscale-command.ts';

export default class Lsp extends AutoscaleCommand {
  static override summary = 'Serve an editor: the Language Server Protocol on standard input and output.';
  static override description =
    'Findings, hovers, code lenses, inlay hints and code actions for any editor that speaks the Language Server ' +
    'Protocol; docs/editor.md shows how to set up Neovim and Helix. Started by the editor, not by hand.\n\n' +
    "Nothing but manifests is read until the editor's settings name a recording, a Prometheus or a cluster.";
  static override examples = [{ description: 'What an editor runs', command: '<%= config.bin %> lsp' }];
  static override flags = {
    stdio: Flags.boolean({
      summary: 'Standard input and output, as it is anyway; for editors that ask for it.',
    }),
  };

  async run(): Promise<void> {
    await this.parse(Lsp);
    // Only here: other commands must not carry the server.
    const { serveLanguageServer } = await import('@kubectl-autoscale/core/language-server/node');
    const analysisThread = new URL('../entry/analysis-thread.js', import.meta.url);
    serveLanguageServer({ toolVersion: this.config.version, analysisThread });
    await new Promise(() => undefined);
  }
}
