import { rightsize, type RightsizeOutcome } from '@kubectl-autoscale/core/advisor';
import { helmValues, kustomizePatches, type UpdateMode } from '@kubectl-autoscale/core/authoring';
import { toYamlStream } from '@kubectl-autoscale/core/manifest';
import { Args, Flags } from '@oclif/core';

import { applyRightsizing } from '../apply/apply-rightsizing.ts';
import { vpaFor } from '../apply/rightsize-changes.ts';
import { writeIntoManifests } from '../apply/write-manifests.ts';
import { AutoscaleCommand } from '../command/autoscale-command.ts';
import { overlaidSources } from '../command/overlaid-sources.ts';
import { parseWorkloadArguments } from '../command/workload-arguments.ts';
import { openAdvisorSources } from '../composition/advisor-sources.ts';
import { askedNamespace } from '../composition/asked-namespace.ts';
import { openClusterWriter } from '../composition/cluster-writer.ts';
import { openManifests } from '../composition/manifest-index.ts';
import { writeFile } from '../composition/write-file.ts';
import { clusterFlags } from '../flags/cluster-flags.ts';
import { configFlag } from '../flags/config-flag.ts';
import { manifestFlags } from '../flags/manifest-flags.ts';
import { priceFlags } from '../flags/price-flags.ts';
import { prometheusFlags } from '../flags/prometheus-flags.ts';
import { selectorFlag } from '../flags/selector-flag.ts';
import { watchFlags } from '../flags/watch-flags.ts';
import { progressLine } from '../output/progress-line.ts';
import { formatReport, tableFormats } from '../output/report-table.ts';
import { rightsizeRows } from '../output/rightsize-rows.ts';
import { rightsizeText } from '../output/rightsize-text.ts';
import { textDiff } from '../output/text-diff.ts';

const UPDATE_MODES = ['Off', 'Initial', 'Recreate', 'InPlaceOrRecreate', 'InPlace', 'Auto'] as const;
const FORMATS = [...tableFormats, 'helm-values', 'kustomize'] as const;

export default class Rightsize extends AutoscaleCommand {
  static override summary =
    'What containers should request, what they waste, and how near they are to an OOM kill.';
  static override description =
    'Sizes every container from what it used over eight days: request and limit now, recommended lower bound, target and upper bound, waste ' +
    'in per cent and money, memory headroom. The recommendation is printed, written into manifests (--write), printed as a VPA (--vpa), ' +
    'as Helm values or as a Kustomize patch (-o), or applied (--apply) after its diff was shown. Utilization targets of an HPA ' +
    'are relative to requests: they are moved along, so that the HPA acts as before.';
  static override examples = [
    { description: 'One workload', command: '<%= config.bin %> rightsize deploy/llm-chat -n prod' },
    { description: 'The cluster', command: '<%= config.bin %> rightsize -A' },
    {
      description: 'Into the manifests of a checkout',
      command: '<%= config.bin %> rightsize deploy/llm-chat -n prod --write k8s/',
    },
    {
      description: 'What manifests ask for, against what was used, before they are applied',
      command: '<%= config.bin %> rightsize -f k8s/',
    },
    {
      description: 'A VPA that only recommends',
      command: '<%= config.bin %> rightsize deploy/llm-chat -n prod --vpa Off',
    },
    {
      description: 'Into the cluster, running pods in place',
      command: '<%= config.bin %> rightsize deploy/llm-chat -n prod --apply --in-place',
    },
  ];
  static override strict = false;
  static override args = {
    workload: Args.string({
      description: 'For example deploy/llm-chat, or deployment llm-chat; several may be named.',
    }),
  };
  static override flags = {
    output: Flags.option({
      char: 'o',
      aliases: ['format'],
      summary: 'Output format; json and yaml follow the published schema.',
      options: FORMATS,
      default: 'table' as const,
    })(),
    method: Flags.option({
      summary:
        'percentile: p95 of CPU, maximum of memory, each + 15 %. vpa: what the VPA recommender says of the same samples.',
      options: ['percentile', 'vpa'] as const,
      default: 'percentile' as const,
    })(),
    ...priceFlags,
    ...manifestFlags('apply', 'watch'),
    write: Flags.string({
      summary: 'Put the recommendation into the manifests at or below this path; comments stay.',
      helpValue: 'DIR|FILE',
      helpGroup: 'CHANGE',
      exclusive: ['apply', 'vpa', 'watch'],
    }),
    vpa: Flags.option({
      summary: 'Print a VerticalPodAutoscaler in this update mode instead; with --apply, apply it.',
      helpGroup: 'CHANGE',
      options: UPDATE_MODES,
    })(),
    apply: Flags.boolean({
      summary: 'Change the cluster, after a diff and a question.',
      helpGroup: 'CHANGE',
      exclusive: ['recording', 'watch'],
    }),
    'in-place': Flags.boolean({
      summary: 'With --apply: resize the running pods without a restart; the template stays.',
      helpGroup: 'CHANGE',
      dependsOn: ['apply'],
      exclusive: ['vpa'],
    }),
    'force-conflicts': Flags.boolean({
      summary: 'With --apply: take over fields that another manager set.',
      helpGroup: 'CHANGE',
      dependsOn: ['apply'],
    }),
    'dry-run': Flags.boolean({
      summary: 'With --write or --apply: show what would change and change nothing.',
      helpGroup: 'CHANGE',
    }),
    yes: Flags.boolean({ char: 'y', summary: 'Do not ask before applying.', helpGroup: 'CHANGE' }),
    ...watchFlags,
    ...configFlag,
    ...clusterFlags,
    ...selectorFlag,
    ...prometheusFlags,
  };

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(Rightsize);
    const refs = parseWorkloadArguments(argv as string[]);
    if (typeof refs === 'string') this.usageError(refs);
    this.refuseNamesWith(flags, refs.length);
    const progress = progressLine(process.stderr);
    const opened = await openAdvisorSources(flags, (text) => this.talk(text));
    const signal = this.cancellation();
    const overlaid = await overlaidSources(opened, {
      ...{ refs, flags, signal },
      talk: (text) => this.talk(text),
    });
    const sources = overlaid?.sources ?? opened;
    const namespace = askedNamespace(flags, sources.cluster);
    const onProgress = (done: number, total: number, next: string): void =>
      progress.step(done, total, `sizing ${done + 1} of ${total}  ${next}`);
    const size = (): Promise<RightsizeOutcome> =>
      rightsize(
        sources,
        { refs: overlaid?.workloads ?? refs, ...(namespace === undefined ? {} : { namespace }) },
        {
          method: flags.method,
          signal,
          onProgress,
          ...(flags.selector !== undefined && { labelSelector: flags.selector }),
        },
      ).finally(() => progress.clear());
    const isPrinted = !flags.apply && flags.write === undefined;
    if (isPrinted) {
      await this.show(async () => this.printed(await size(), flags.output, flags.vpa), flags, signal);
      return;
    }
    const outcome = await size();
    if (flags.apply) {
      const done = await applyRightsizing(outcome.workloads, {
        cluster: sources.cluster,
        writer: await openClusterWriter(flags),
        palette: this.style.palette,
        signal,
        show: (text) => this.print(text),
        talk: (text) => this.talk(text),
        writeInstead:
          'write it into your checkout with --write DIR, or print it with -o kustomize or -o helm-values',
        force: flags['force-conflicts'],
        inPlace: flags['in-place'],
        dryRun: flags['dry-run'],
        yes: flags.yes,
        ...(flags.vpa === undefined ? {} : { vpa: flags.vpa }),
      });
      if (done.refused > 0) this.exit(2);
    } else if (flags.write !== undefined) {
      await this.write(outcome, flags.write, flags['dry-run']);
    }
  }

  private printed(
    { report, workloads }: RightsizeOutcome,
    output: (typeof FORMATS)[number],
    vpa: UpdateMode | undefined,
  ): string {
    if (vpa !== undefined) return toYamlStream(workloads.map((workload) => vpaFor(workload, vpa)));
    const all = workloads
      .filter(({ item }) => item.vpa === undefined)
      .map(({ facts, changes, item: { hpaTargets } }) => ({ workload: facts.workload, changes, hpaTargets }));
    switch (output) {
      case 'helm-values':
        this.sayWhatIsLeftAlone(workloads);
        return helmValues(all);
      case 'kustomize':
        this.sayWhatIsLeftAlone(workloads);
        return kustomizePatches(all);
      default:
        return formatReport(report, output, this.style, { text: rightsizeText, rows: rightsizeRows });
    }
  }

  private sayWhatIsLeftAlone(workloads: RightsizeOutcome['workloads']): void {
    for (const { item } of workloads) if (item.vpa !== undefined) this.talk(`left alone: ${item.vpa.text}`);
  }

  private async write({ workloads }: RightsizeOutcome, path: string, dryRun: boolean): Promise<void> {
    const index = await openManifests(path);
    const own = workloads.filter(({ item }) => item.vpa === undefined);
    this.sayWhatIsLeftAlone(workloads);
    const { files, problems } = writeIntoManifests(index, own, path);
    for (const { path: name, before, after } of files) {
      this.print(textDiff(name, before, after, this.style.palette));
      if (!dryRun) await writeFile(name, after);
    }
    for (const problem of problems) this.talk(problem);
    const what = files.length === 1 ? '1 file' : `${files.length} files`;
    this.talk(dryRun ? `${what} would change; nothing was written (--dry-run)` : `wrote ${what}`);
    if (files.length === 0 && problems.length > 0) this.exit(2);
  }
}
