import {
  analyzeCost,
  type CostGrouping,
  type CostOptions,
  type CostReport,
} from '@kubectl-autoscale/core/advisor';
import { parseHourlyProfile } from '@kubectl-autoscale/core/cost';
import { ok, type Result } from '@kubectl-autoscale/core/units';
import { Flags } from '@oclif/core';

import { AutoscaleCommand } from '../../command/autoscale-command.ts';
import { endCancellation } from '../../command/cancellation.ts';
import { openAdvisorSources } from '../../composition/advisor-sources.ts';
import { askedNamespace } from '../../composition/asked-namespace.ts';
import { openSolver } from '../../composition/solver.ts';
import { clusterFlags, contextsFlag } from '../../flags/cluster-flags.ts';
import { configFlag } from '../../flags/config-flag.ts';
import { tableOutputFlags } from '../../flags/output-flags.ts';
import { planFlags, planOfFlags } from '../../flags/plan-flags.ts';
import { estimateFlag, priceFlags } from '../../flags/price-flags.ts';
import { prometheusFlags } from '../../flags/prometheus-flags.ts';
import { selectorFlag } from '../../flags/selector-flag.ts';
import { watchFlags } from '../../flags/watch-flags.ts';
import { costRows } from '../../output/cost-rows.ts';
import { costText } from '../../output/cost-text.ts';
import { progressLine } from '../../output/progress-line.ts';
import { formatReport } from '../../output/report-table.ts';

export default class Cost extends AutoscaleCommand {
  static override summary = 'What the cluster costs, for whom, how much is idle, and what could be saved.';
  static override description =
    'Adds up the nodes by a price book and divides them among the pods. Then it plans: nodes that are not needed, requests that fit ' +
    'measured use, replicas that follow demand through the day, spot for pods that tolerate it, other instance types. Each action is ' +
    'shown alone and in sequence; the sequence adds up to the total. Nothing in the cluster is changed.';
  static override examples = [
    {
      description: 'The cluster of a recording',
      command: '<%= config.bin %> cost --recording examples/platform/recording -n prod',
    },
    { description: 'By a label of the pods', command: '<%= config.bin %> cost -A --by label:team' },
    {
      description: 'The bill only, in a currency and at prices of your own',
      command: '<%= config.bin %> cost -A --no-plan --prices prices.yaml',
    },
    {
      description: 'Half of each workload at most on spot',
      command: '<%= config.bin %> cost -n prod --max-spot-share 50',
    },
    {
      description: 'What each team costs in three clusters, side by side',
      command: '<%= config.bin %> cost --contexts dev,staging,prod --by label:team',
    },
    { description: 'For programs', command: '<%= config.bin %> cost -A --by workload -o json' },
  ];
  static override flags = {
    by: Flags.string({
      summary: 'Break the cost down by namespace, workload, container or label:KEY.',
      helpValue: 'GROUP',
      default: 'namespace',
    }),
    profile: Flags.string({
      summary:
        'What each hour of the day (UTC) needs of what runs now: 24 values from midnight, in shares or per cent, or "forecast" for what is expected of the next day. Measured demand where left out.',
      helpValue: 'V,V,…|forecast',
    }),
    ...planFlags,
    ...priceFlags,
    ...estimateFlag,
    'no-metrics': Flags.boolean({ summary: 'Leave Prometheus out: no right-sizing, no demand.' }),
    ...tableOutputFlags,
    ...watchFlags,
    ...configFlag,
    ...clusterFlags,
    ...contextsFlag,
    ...selectorFlag,
    ...prometheusFlags,
  };

  async run(): Promise<void> {
    const { flags } = await this.parse(Cost);
    const by = groupingOf(flags.by);
    if (by === undefined) {
      this.usageError(
        `--by is namespace, workload, container or label:KEY, not "${flags.by}"`,
        ...(/^[\w./-]+$/.test(flags.by) ? [`by a label of the pods: --by label:${flags.by}`] : []),
      );
    }
    const profile = profileOf(flags.profile);
    if (profile?.ok === false) this.usageError(`--profile: ${profile.error}`);
    const progress = progressLine(process.stderr);
    const signal = this.cancellation();
    const bill: CostOptions = {
      by,
      signal,
      ...(flags.selector !== undefined && { labelSelector: flags.selector }),
      ...(profile?.ok && { profile: profile.value }),
      estimateUnknown: flags['estimate-unknown'],
      onProgress: (done, total, next) => {
        endCancellation();
        progress.step(done, total, `${done + 1} of ${total}  ${next}`);
      },
    };
    if (flags.contexts !== undefined) {
      this.refuseWithContexts(flags);
      if (flags.profile === 'forecast') {
        this.usageError('--profile forecast needs one context: its own Prometheus');
      }
      const { costOfContexts } = await import('../../command/cost-contexts.ts');
      const code = await costOfContexts(flags.contexts, { flags, options: bill, style: this.style });
      if (code !== 0) this.exit(code);
      return;
    }
    const sources = await openAdvisorSources(flags, (text) => this.talk(text));
    const namespace = askedNamespace(flags, sources.cluster);
    // The solver is loaded only where it is asked.
    const plan = flags.plan ? planOfFlags(flags, await openSolver()) : undefined;
    const make = (): Promise<CostReport> =>
      analyzeCost(sources, namespace, { ...bill, ...(plan && { plan }) }).finally(() => progress.clear());
    await this.show(
      async () => formatReport(await make(), flags.output, this.style, { text: costText, rows: costRows }),
      flags,
      signal,
    );
  }
}

function groupingOf(text: string): CostGrouping | undefined {
  if (text === 'namespace' || text === 'workload' || text === 'container') return text;
  return /^label:.+/.test(text) ? (text as CostGrouping) : undefined;
}

function profileOf(
  text: string | undefined,
): Result<NonNullable<CostOptions['profile']>, string> | undefined {
  if (text === undefined) return undefined;
  return text === 'forecast' ? ok(text) : parseHourlyProfile(text);
}
