import { fileRules, rules } from '@kubectl-autoscale/core/lint';
import type { Resource } from '@kubectl-autoscale/core/manifest';
import { nearest } from '@kubectl-autoscale/core/units';
import { Args, Flags } from '@oclif/core';

import { AutoscaleCommand } from '../command/autoscale-command.ts';
import { lintCall } from '../command/lint-call.ts';
import type { FixChoice, LintFacts } from '../command/lint-groups.ts';
import { runFix } from '../command/run-fix.ts';
import { defaultFailOn } from '../flags/lint-choices.ts';
import { lintFlags } from '../flags/lint-flags.ts';
import { prometheusAccessFlags } from '../flags/prometheus-flags.ts';
import { progressLine } from '../output/progress-line.ts';

const ruleIds: readonly string[] = [...rules, ...Object.values(fileRules)].map(({ id }) => id);

/** What lint's flags say of clusters, renderings and reports, none of which has a place here: as if none were given. */
const notOfFixing = {
  'fix-dry-run': false,
  quiet: false,
  cluster: false,
  'all-namespaces': false,
  'update-baseline': false,
  'fail-on': defaultFailOn,
  format: undefined,
  output: undefined,
  'max-warnings': undefined,
  baseline: undefined,
  'print-config': undefined,
  render: undefined,
  selector: undefined,
  namespace: undefined,
  context: undefined,
  contexts: undefined,
  kubeconfig: undefined,
  as: undefined,
} as const;

export default class Fix extends AutoscaleCommand {
  static override summary =
    'Mend autoscaling mistakes in manifests: the safe fixes, or those of rules that you name.';
  static override description =
    'Applies what "lint" can mend without changing what runs, prints the patch, and writes the files, each as a whole or not at all. Comments, quotes, units ' +
    'and line ends stay as they are. With --suggestions also fixes that change what runs: only those of the rules that are named with --rule.\n\n' +
    'Exit codes: 0 done, or nothing to do; 1 --check found something; 2 wrong usage; 3 a file cannot be read or written.';
  static override examples = [
    {
      description: 'See the patch, then apply it',
      command: '<%= config.bin %> fix k8s/ --dry-run\n<%= config.bin %> fix k8s/',
    },
    {
      description: 'In CI: end with 1 where something could be mended',
      command: '<%= config.bin %> fix k8s/ --check',
    },
    {
      description: 'One rule, its suggestions too',
      command:
        '<%= config.bin %> fix k8s/ --rule hpa-missing-request --suggestions --prometheus-url http://localhost:9090',
    },
    {
      description: 'What another program prints',
      command: 'kustomize build overlays/prod | <%= config.bin %> fix - --scope complete',
    },
  ];
  static override strict = false;
  static override args = {
    paths: Args.string({
      description:
        'Files, folders, quoted globs, or "-" for standard input; the working folder when left out.',
    }),
  };
  static override flags = {
    'dry-run': Flags.boolean({ summary: 'Print the patch for "git apply"; change nothing.' }),
    check: Flags.boolean({
      summary: 'Print the patch, change nothing, and end with 1 where there is one.',
      exclusive: ['dry-run'],
    }),
    rule: Flags.string({
      summary: 'Only fixes of this rule; may be repeated.',
      helpValue: 'RULE',
      multiple: true,
      multipleNonGreedy: true,
    }),
    suggestions: Flags.boolean({
      summary: 'Also fixes that change what runs, the first that each finding offers.',
      dependsOn: ['rule'],
    }),
    config: lintFlags.config,
    preset: lintFlags.preset,
    scope: lintFlags.scope,
    'stdin-filename': lintFlags['stdin-filename'],
    'kubernetes-version': lintFlags['kubernetes-version'],
    'cluster-autoscaler-version': lintFlags['cluster-autoscaler-version'],
    'vpa-version': lintFlags['vpa-version'],
    cloud: lintFlags.cloud,
    recording: lintFlags.recording,
    'prometheus-url': lintFlags['prometheus-url'],
    ...prometheusAccessFlags,
  };

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(Fix);
    for (const id of flags.rule ?? []) this.#requireRule(id);
    const call = lintCall({
      paths: argv as string[],
      flags: { ...notOfFixing, ...flags, fix: true },
      toolVersion: this.config.version,
    });
    const needsFacts = flags.recording !== undefined || flags['prometheus-url'] !== undefined;
    const choice: FixChoice = {
      kinds: flags.suggestions ? ['safe', 'suggestion'] : ['safe'],
      ...(flags.rule === undefined ? {} : { rules: flags.rule }),
    };
    const code = await runFix(
      call,
      needsFacts ? { openFacts: (resources) => this.#openFacts(call.flags, resources) } : {},
      choice,
      flags.check ? 'check' : flags['dry-run'] ? 'dry-run' : 'write',
    );
    if (code !== 0) this.exit(code);
  }

  #requireRule(id: string): void {
    if (ruleIds.includes(id)) return;
    const near = nearest(id, ruleIds);
    this.usageError(
      `there is no rule ${JSON.stringify(id)}`,
      ...(near === undefined ? [] : [`did you mean ${near}?`]),
      '"explain" lists the rules.',
    );
  }

  async #openFacts(
    flags: ReturnType<typeof lintCall>['flags'],
    resources: readonly Resource[],
  ): Promise<LintFacts> {
    const { openLintFacts } = await import('../composition/lint-facts.ts');
    const progress = progressLine(process.stderr);
    return openLintFacts(flags, resources, {
      signal: this.cancellation(),
      onProgress: (done, total) =>
        progress.step(done, total, `reading metrics of ${done} of ${total} workloads`),
    }).finally(() => progress.clear());
  }
}
