import { Flags } from '@oclif/core';

import { clusterFlags, contextsFlag } from './cluster-flags.ts';
import { defaultFailOn, lintChoices } from './lint-choices.ts';
import { prometheusAccessFlags } from './prometheus-flags.ts';

const reports = { helpGroup: 'REPORT' } as const;
const facts = { helpGroup: 'CLUSTER FACTS' } as const;
const fixes = { helpGroup: 'FIX' } as const;

/** Flags of `lint`. Those that repeat a setting of the configuration file win over it. */
export const lintFlags = {
  format: Flags.string({
    ...reports,
    summary: 'Report format, to standard output or to a file; may be repeated.',
    helpValue: 'text|json|sarif|junit|github|gitlab|compact[=FILE]',
    multiple: true,
    multipleNonGreedy: true,
  }),
  output: Flags.string({
    ...reports,
    summary: 'File for the report of the only --format.',
    helpValue: 'FILE',
  }),
  quiet: Flags.boolean({ ...reports, summary: 'Report errors only.' }),
  'fail-on': Flags.option({
    ...reports,
    summary: 'Least severity that makes the command end with 1.',
    options: lintChoices['fail-on'],
    default: defaultFailOn,
  })(),
  'max-warnings': Flags.integer({
    ...reports,
    summary: 'End with 1 when there are more warnings than this.',
    min: 0,
    helpValue: 'N',
  }),
  baseline: Flags.string({
    ...reports,
    summary: 'File of accepted findings; only others are reported.',
    helpValue: 'FILE',
  }),
  'update-baseline': Flags.boolean({
    ...reports,
    summary: 'Accept what is found now: write it to --baseline.',
    dependsOn: ['baseline'],
  }),
  fix: Flags.boolean({
    ...fixes,
    summary:
      'Apply the safe fixes, then report what is left. With "-" the fixed text goes to standard output.',
  }),
  'fix-dry-run': Flags.boolean({
    ...fixes,
    summary: 'Print the safe fixes as a patch for "git apply"; change nothing.',
    exclusive: ['fix', 'format', 'output', 'update-baseline'],
  }),
  config: Flags.string({
    summary: 'Configuration file; by default the nearest .kubectl-autoscale.yaml above each file.',
    helpValue: 'FILE',
  }),
  'print-config': Flags.string({
    summary: 'Print what holds for this file and where each setting comes from; lint nothing.',
    helpValue: 'FILE',
  }),
  preset: Flags.option({ summary: 'Which rules run.', options: lintChoices.preset })(),
  scope: Flags.option({
    summary: '"complete" when the paths hold everything that is applied: what is not there does not exist.',
    options: lintChoices.scope,
  })(),
  render: Flags.option({
    summary:
      'Lint what kustomizations and charts give, by your own kustomize, kubectl or helm; findings point at the sources.',
    options: lintChoices.render,
  })(),
  'stdin-filename': Flags.string({
    summary: 'Path that the text on standard input ("-") stands for.',
    helpValue: 'FILE',
  }),
  'kubernetes-version': Flags.string({
    ...facts,
    summary: 'Version of the cluster, for rules that depend on it.',
    helpValue: '1.34',
  }),
  'cluster-autoscaler-version': Flags.string({
    ...facts,
    summary: 'Version of Cluster Autoscaler.',
    helpValue: '1.34',
  }),
  'vpa-version': Flags.string({
    ...facts,
    summary: 'Version of the Vertical Pod Autoscaler.',
    helpValue: '1.5',
  }),
  cloud: Flags.option({
    ...facts,
    summary: 'Cloud that the cluster runs in.',
    options: lintChoices.cloud,
  })(),
  recording: Flags.string({
    ...facts,
    summary: 'Also look at the cluster objects and metrics in this recording (see "record").',
    helpValue: 'DIR',
  }),
  // No URL is taken from the environment or the configuration: linting asks no server unasked.
  'prometheus-url': Flags.string({
    ...facts,
    summary: 'Read what workloads use from this Prometheus, for fixes with figures.',
    helpValue: 'URL',
  }),
  ...prometheusAccessFlags,
  cluster: Flags.boolean({
    summary: 'Lint the live objects of a cluster instead of files; they are read, never changed.',
    helpGroup: 'CLUSTER',
    exclusive: [
      'fix',
      'fix-dry-run',
      'render',
      'scope',
      'recording',
      'prometheus-url',
      'baseline',
      'stdin-filename',
    ],
  }),
  selector: Flags.string({
    dependsOn: ['cluster'],
    char: 'l',
    summary: 'Report on objects with these labels only, for example app=web.',
    helpGroup: 'CLUSTER',
    helpValue: 'SELECTOR',
  }),
  namespace: clusterFlags.namespace,
  'all-namespaces': clusterFlags['all-namespaces'],
  context: clusterFlags.context,
  contexts: contextsFlag.contexts,
  kubeconfig: clusterFlags.kubeconfig,
  as: clusterFlags.as,
};
