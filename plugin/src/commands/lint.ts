import type { Resource } from '@kubectl-autoscale/core/manifest';
import { Args } from '@oclif/core';

import { AutoscaleCommand } from '../command/autoscale-command.ts';
import { type LintCall, lintCall } from '../command/lint-call.ts';
import type { LintHelp } from '../command/lint-files.ts';
import type { LintFacts } from '../command/lint-groups.ts';
import { runLintOfFiles } from '../command/run-lint-of-files.ts';
import { lintFlags } from '../flags/lint-flags.ts';
import { progressLine } from '../output/progress-line.ts';

/** Flags that say which live objects. */
const clusterOnly = ['namespace', 'all-namespaces', 'context', 'contexts', 'kubeconfig', 'as'] as const;

export default class Lint extends AutoscaleCommand {
  static override summary = 'Find autoscaling mistakes in manifests, offline.';
  static override description =
    'Checks HPA, VPA, Cluster Autoscaler, PodDisruptionBudget and workload manifests for mistakes that Kubernetes ' +
    'rejects, and for those that it accepts and a controller then silently ignores or fights over. The named files are ' +
    'what is reported on; the whole repository is what rules look things up in. Of Helm templates, ' +
    'what is written out is linted; YAML without Kubernetes objects is left alone.\n\n' +
    'Exit codes: 0 nothing at or above --fail-on, 1 findings, 2 wrong usage, 3 a file or source cannot be read.';
  static override examples = [
    { description: 'Lint a folder', command: '<%= config.bin %> lint k8s/' },
    {
      description: 'See what the safe fixes would change, then apply them',
      command: '<%= config.bin %> lint k8s/ --fix-dry-run\n<%= config.bin %> lint k8s/ --fix',
    },
    {
      description: 'What another program prints, which is all that is applied',
      command: 'kustomize build overlays/prod | <%= config.bin %> lint - --scope complete',
    },
    {
      description: 'For people and for GitHub code scanning at once',
      command: '<%= config.bin %> lint --format text --format sarif=lint.sarif',
    },
    {
      description: 'Accept what is there, report what comes',
      command:
        '<%= config.bin %> lint --baseline lint-baseline.json --update-baseline\n<%= config.bin %> lint --baseline lint-baseline.json',
    },
    {
      description: 'Know the version that it is for',
      command: '<%= config.bin %> lint k8s/ --kubernetes-version 1.34',
    },
    {
      description: 'Fixes with measured figures',
      command: '<%= config.bin %> lint k8s/ --prometheus-url http://localhost:9090',
    },
    {
      description: 'What runs in three clusters, and which of them lack what the others have',
      command: '<%= config.bin %> lint --cluster --contexts dev,staging,prod -n shop',
    },
    { description: 'What runs now', command: '<%= config.bin %> lint --cluster -n prod' },
  ];
  static override strict = false;
  static override args = {
    paths: Args.string({
      description:
        'Files, folders, quoted globs, or "-" for standard input; the working folder when left out.',
    }),
  };
  static override flags = lintFlags;

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(Lint);
    const call = lintCall({ paths: argv as string[], flags, toolVersion: this.config.version });
    const code = await this.#run(call);
    if (code !== 0) this.exit(code);
  }

  /** What a plain call needs not is loaded only where it is asked for. */
  async #run(call: LintCall): Promise<number> {
    const { flags } = call;
    if (flags['print-config'] !== undefined) {
      const { printConfig } = await import('../command/print-config.ts');
      return printConfig(flags['print-config'], call);
    }
    if (flags.cluster && flags.contexts !== undefined) {
      const { runLintOfContexts } = await import('../command/run-lint-of-contexts.ts');
      return runLintOfContexts(call, flags.contexts);
    }
    if (flags.cluster) {
      const { runLintOfCluster } = await import('../command/run-lint-of-cluster.ts');
      return runLintOfCluster(call);
    }
    const idle = clusterOnly.find((flag) => flags[flag] !== undefined && flags[flag] !== false);
    if (idle !== undefined) this.usageError(`--${idle} needs --cluster: files are linted without one`);
    const help = await this.#help(call);
    if (!flags['fix-dry-run']) return runLintOfFiles(call, help);
    const { runFixDryRun } = await import('../command/run-fix-dry-run.ts');
    return runFixDryRun(call, help);
  }

  async #help({ flags }: LintCall): Promise<LintHelp> {
    const needsFacts = flags.recording !== undefined || flags['prometheus-url'] !== undefined;
    const isRendered = flags.render !== undefined && flags.render !== 'off';
    return {
      ...(needsFacts && { openFacts: (resources) => this.#openFacts(flags, resources) }),
      ...(isRendered && { lintRendered: (await import('../command/lint-rendered.ts')).lintRendered }),
    };
  }

  async #openFacts(flags: LintCall['flags'], resources: readonly Resource[]): Promise<LintFacts> {
    const { openLintFacts } = await import('../composition/lint-facts.ts');
    const progress = progressLine(process.stderr);
    return openLintFacts(flags, resources, {
      signal: this.cancellation(),
      onProgress: (done, total) =>
        progress.step(done, total, `reading metrics of ${done} of ${total} workloads`),
    }).finally(() => progress.clear());
  }
}
