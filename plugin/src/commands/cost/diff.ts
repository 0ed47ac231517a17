import { diffCost, predictCost } from '@kubectl-autoscale/core/advisor';
import { Args, Flags } from '@oclif/core';

import { AutoscaleCommand } from '../../command/autoscale-command.ts';
import { EXIT_CODES } from '../../command/exit-codes.ts';
import { parseProblems } from '../../command/parse-problems.ts';
import { openSettledPrices } from '../../composition/advisor-sources.ts';
import { openManifestTree } from '../../composition/manifest-trees.ts';
import { configFlag } from '../../flags/config-flag.ts';
import { priceFlags } from '../../flags/price-flags.ts';
import { costDiffMarkdown } from '../../output/cost-diff-markdown.ts';
import { structuredText } from '../../output/structured-text.ts';

export default class CostDiff extends AutoscaleCommand {
  static override summary = 'What a change of manifests costs, as Markdown for a pull request.';
  static override description =
    'Predicts the cost of two folders, or of two git revisions, and says which workloads make the difference. With --fail-over the ' +
    'command ends with 1 where the cost rises by more than so many per cent.';
  static override examples = [
    {
      description: 'A pull request',
      command: '<%= config.bin %> cost diff main HEAD -f k8s --fail-over 10%',
    },
    { description: 'Two folders', command: '<%= config.bin %> cost diff k8s/staging k8s/prod' },
  ];
  static override args = {
    before: Args.string({ description: 'Folder, file or git revision.', required: true }),
    after: Args.string({ description: 'Folder, file or git revision.', required: true }),
  };
  static override flags = {
    filename: Flags.string({
      char: 'f',
      summary: 'Of git revisions: the folder of manifests.',
      helpValue: 'PATH',
    }),
    'fail-over': Flags.string({
      summary: 'End with 1 where the cost rises by more than this.',
      helpValue: 'PER CENT',
    }),
    ...priceFlags,
    ...configFlag,
    output: Flags.option({
      char: 'o',
      summary: 'Output format; json and yaml follow the published schema.',
      options: ['markdown', 'json', 'yaml'] as const,
      default: 'markdown' as const,
    })(),
  };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(CostDiff);
    const limit = flags['fail-over'] === undefined ? undefined : percentOf(flags['fail-over']);
    if (limit !== undefined && Number.isNaN(limit)) {
      this.usageError(`--fail-over takes per cent, such as 10%, not "${flags['fail-over'] ?? ''}"`);
    }
    const book = await openSettledPrices(flags);
    if (book === undefined) this.usageError('a cost needs prices: leave --prices none out');
    const signal = this.cancellation();
    const [before, after] = await Promise.all(
      [args.before, args.after].map((word) => openManifestTree(word, flags.filename, signal)),
    );
    if (before === undefined || after === undefined) throw new RangeError('two sides were named');
    for (const problem of [...parseProblems(before.index), ...parseProblems(after.index)]) {
      this.talk(`not read: ${problem}`);
    }
    const diff = diffCost(
      predictCost(before.index, before.source, book),
      predictCost(after.index, after.source, book),
    );
    this.print(
      flags.output === 'markdown' ? costDiffMarkdown(diff, limit) : structuredText(diff, flags.output),
    );
    if (limit !== undefined && risesOver(diff, limit)) this.exit(EXIT_CODES.findings);
  }
}

function percentOf(text: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*%?$/.exec(text.trim());
  return match ? Number(match[1]) / 100 : Number.NaN;
}

/** Where there was no cost, any cost is a rise without end. */
function risesOver({ changeShare, perMonth }: ReturnType<typeof diffCost>, limit: number): boolean {
  return (changeShare ?? (perMonth > 0 ? Infinity : 0)) > limit;
}
