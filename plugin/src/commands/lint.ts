import type { LintResult, Severity } from '@kubectl-autoscale/core/lint';
import { ansiPalette, lint, plainPalette, reportJson, reportText } from '@kubectl-autoscale/core/lint';
import { Args, Flags } from '@oclif/core';

import { AutoscaleCommand, EXIT_CODES } from '../command/autoscale-command.ts';
import { lintSettings } from '../command/lint-settings.ts';
import { openClusterObjects } from '../composition/cluster-objects.ts';
import { openWorkspace } from '../composition/workspace.ts';

const SEVERITIES: readonly Severity[] = ['info', 'warning', 'error'];

export default class Lint extends AutoscaleCommand {
  static override summary = 'Find autoscaling mistakes in manifests, offline.';
  static override description =
    'Checks HPA, VPA, Cluster Autoscaler, PodDisruptionBudget and workload manifests for mistakes that Kubernetes ' +
    'rejects, and for those that it accepts and a controller then silently ignores or fights over. ' +
    'Helm templates and YAML without Kubernetes objects are left alone.\n\n' +
    'Exit codes: 0 nothing at or above --fail-on, 1 findings, 2 wrong usage, 3 a file or source cannot be read.';
  static override examples = [
    { description: 'Lint a folder', command: '<%= config.bin %> lint k8s/' },
    {
      description: 'Know the version that it is for',
      command: '<%= config.bin %> lint k8s/ --kubernetes-version 1.34',
    },
    { description: 'For another program', command: '<%= config.bin %> lint k8s/ --format json' },
  ];
  static override strict = false;
  static override args = {
    paths: Args.string({ description: 'Files or folders; the working folder when left out.' }),
  };
  static override flags = {
    format: Flags.option({
      summary: 'Output format.',
      options: ['text', 'json'] as const,
      default: 'text' as const,
    })(),
    'fail-on': Flags.option({
      summary: 'Least severity that makes the command end with 1.',
      options: ['info', 'warning', 'error', 'never'] as const,
      default: 'error' as const,
    })(),
    preset: Flags.option({
      summary: 'Which rules run.',
      options: ['recommended', 'strict'] as const,
      default: 'recommended' as const,
    })(),
    scope: Flags.option({
      summary: '"complete" when the paths hold everything that is applied: what is not there does not exist.',
      options: ['open', 'complete'] as const,
      default: 'open' as const,
    })(),
    'kubernetes-version': Flags.string({
      summary: 'Version of the cluster, for rules that depend on it.',
      helpValue: '1.34',
    }),
    'cluster-autoscaler-version': Flags.string({
      summary: 'Version of Cluster Autoscaler.',
      helpValue: '1.34',
    }),
    'vpa-version': Flags.string({ summary: 'Version of the Vertical Pod Autoscaler.', helpValue: '1.5' }),
    cloud: Flags.option({
      summary: 'Cloud that the cluster runs in.',
      options: ['aws', 'gce', 'azure'] as const,
    })(),
    recording: Flags.string({
      summary: 'Also compare with the cluster objects in this recording (see "record").',
      helpValue: 'DIR',
    }),
  };

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(Lint);
    const started = performance.now();
    const settings = lintSettings(flags);
    if (!settings.ok) this.usageError(settings.error);
    const workspace = await openWorkspace(argv.length === 0 ? ['.'] : (argv as string[]));
    const cluster = flags.recording === undefined ? undefined : await openClusterObjects(flags.recording);
    const result = lint(workspace.index, {
      settings: settings.value,
      ...(cluster === undefined ? {} : { cluster }),
    });
    const context = { files: workspace.index.files, toolVersion: this.config.version };
    if (flags.format === 'json') {
      process.stdout.write(reportJson(result, context));
    } else {
      const elapsed = `${((performance.now() - started) / 1000).toFixed(2)} s`;
      const palette = this.style.coloured ? ansiPalette : plainPalette;
      process.stdout.write(reportText(result, context, { palette, width: this.style.columns, elapsed }));
    }
    if (result.filesChecked === 0) this.talk('warning: no Kubernetes manifest was found in what was named');
    if (fails(result, flags['fail-on'])) this.exit(EXIT_CODES.findings);
  }
}

function fails(result: LintResult, failOn: Severity | 'never'): boolean {
  if (failOn === 'never') return false;
  const least = SEVERITIES.indexOf(failOn);
  return result.findings.some((finding) => SEVERITIES.indexOf(finding.severity) >= least);
}
