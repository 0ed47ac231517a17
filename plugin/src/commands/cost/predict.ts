import { predictCost } from '@kubectl-autoscale/core/advisor';
import { Flags } from '@oclif/core';

import { AutoscaleCommand } from '../../command/autoscale-command.ts';
import { parseProblems } from '../../command/parse-problems.ts';
import { openSettledPrices } from '../../composition/advisor-sources.ts';
import { openNamedManifests } from '../../composition/named-manifests.ts';
import { configFlag } from '../../flags/config-flag.ts';
import { tableOutputFlags } from '../../flags/output-flags.ts';
import { priceFlags } from '../../flags/price-flags.ts';
import { manifestCostRows } from '../../output/manifest-cost-rows.ts';
import { manifestCostText } from '../../output/manifest-cost-text.ts';
import { formatReport } from '../../output/report-table.ts';

export default class CostPredict extends AutoscaleCommand {
  static override summary = 'What the workloads of manifests would cost, before they run anywhere.';
  static override description =
    'Prices each pod as its share of the instance on which that share costs least. The bounds of an HPA make the range; at its upper ' +
    'end every pod has a node of its own. No cluster is asked.';
  static override examples = [
    { description: 'A folder', command: '<%= config.bin %> cost predict -f k8s/' },
    { description: 'An overlay', command: '<%= config.bin %> cost predict -k overlays/prod' },
    {
      description: 'At GCP prices, as JSON',
      command: '<%= config.bin %> cost predict -f k8s/ --prices gcp -o json',
    },
  ];
  static override flags = {
    filename: Flags.string({
      char: 'f',
      summary: 'Folder or file of manifests, a git revision, or - for standard input; may be repeated.',
      helpValue: 'PATH',
      multiple: true,
      multipleNonGreedy: true,
      exactlyOne: ['filename', 'kustomize'],
    }),
    kustomize: Flags.string({
      char: 'k',
      summary: 'What this kustomization gives, by your own kustomize or kubectl.',
      helpValue: 'DIR',
    }),
    ...priceFlags,
    ...configFlag,
    ...tableOutputFlags,
  };

  async run(): Promise<void> {
    const { flags } = await this.parse(CostPredict);
    const book = await openSettledPrices(flags);
    if (book === undefined) this.usageError('a cost needs prices: leave --prices none out');
    const manifests = await openNamedManifests(flags, this.cancellation());
    if (manifests === undefined) this.usageError('name manifests with -f or a kustomization with -k');
    const { index, source } = manifests;
    for (const problem of parseProblems(index)) this.talk(`not read: ${problem}`);
    const report = predictCost(index, source, book);
    this.print(
      formatReport(report, flags.output, this.style, { text: manifestCostText, rows: manifestCostRows }),
    );
  }
}
