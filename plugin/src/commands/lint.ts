import type { LintSettings, ReportContext } from '@kubectl-autoscale/core/lint';
import { matchesGlob } from '@kubectl-autoscale/core/lint';
import type { SourceError } from '@kubectl-autoscale/core/ports';
import { Args, type Interfaces } from '@oclif/core';

import { judge, openAcceptedFindings } from '../command/accepted-findings.ts';
import { AutoscaleCommand } from '../command/autoscale-command.ts';
import { EXIT_CODES } from '../command/exit-codes.ts';
import { FileSettings } from '../command/file-settings.ts';
import { type LintedFiles, lintFiles } from '../command/lint-files.ts';
import { settingsOfFlags } from '../command/lint-settings.ts';
import { isOverLimits } from '../command/lint-verdict.ts';
import { type ReportDestination, reportDestinations } from '../command/report-destinations.ts';
import { selectorPredicate } from '../command/selector-predicate.ts';
import { writeReports } from '../command/write-reports.ts';
import {
  type LintWorkspace,
  openLintWorkspace,
  pathFromHere,
  pathInWorkspace,
  workspaceRoot,
} from '../composition/lint-workspace.ts';
import { readStandardInput } from '../composition/standard-input.ts';
import { lintFlags } from '../flags/lint-flags.ts';
import { paletteFor } from '../output/palette.ts';
import { progressLine } from '../output/progress-line.ts';
import { sourceProblemText } from '../output/source-problem-text.ts';

type LintFlagValues = Interfaces.InferredFlags<typeof lintFlags>;

/** What standard input is called where it stands for no file. */
const STDIN_NAME = 'stdin.yaml';

/** A run that takes longer says what it is doing. */
const PROGRESS_AFTER_MS = 1000;

/** What every way of linting gets from the command line. */
interface LintCall {
  readonly flags: LintFlagValues;
  readonly fromFlags: Partial<LintSettings>;
  readonly destinations: readonly ReportDestination[];
  /** By the performance clock. */
  readonly startedMs: number;
}

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
    const startedMs = performance.now();
    const { argv, flags } = await this.parse(Lint);
    const destinations = reportDestinations(flags.format ?? [], flags.output);
    if (!destinations.ok) this.usageError(destinations.error);
    const fromFlags = settingsOfFlags(flags);
    if (!fromFlags.ok) this.usageError(fromFlags.error);
    const call = { flags, fromFlags: fromFlags.value, destinations: destinations.value, startedMs };
    if (flags['print-config'] !== undefined) await this.#printConfig(flags['print-config'], call);
    else if (flags.cluster) await this.#lintCluster(argv as string[], call);
    else await this.#lintFiles(argv as string[], call);
  }

  async #lintFiles(argv: readonly string[], call: LintCall): Promise<void> {
    const { flags, fromFlags, destinations } = call;
    const idle = (['namespace', 'all-namespaces', 'context', 'kubeconfig', 'as'] as const).find(
      (flag) => flags[flag] !== undefined && flags[flag] !== false,
    );
    if (idle !== undefined) this.usageError(`--${idle} needs --cluster: files are linted without one`);
    const accepted = await openAcceptedFindings(flags.baseline, flags['update-baseline']);
    if (!accepted.ok) this.usageError(accepted.error);
    const workspace = await this.#openWorkspace(argv, flags);
    const metricsProgress = progressLine(process.stderr);
    const linted = await lintFiles(workspace, new FileSettings(workspace.root, flags.config, fromFlags), {
      render: flags.render ?? 'off',
      withFixes: flags.fix || flags['fix-dry-run'],
      beside: flags,
      onProgress: (done, total) =>
        metricsProgress.show(`reading metrics of ${done} of ${total} workloads`, done < total),
      signal: this.cancellation(),
    }).finally(() => metricsProgress.clear());
    for (const note of linted.notes) this.talk(`note: ${note}`);
    const problems = [...workspace.unreadable, ...linted.problems];
    if (flags['fix-dry-run']) {
      await this.#printPatch(workspace, linted);
      this.#end(problems, 'ok');
      return;
    }
    const areFixed = await this.#applyFixes(workspace, linted);
    const judged = await judge(linted.result, accepted.value, workspace.reportOn);
    const context = {
      files: linted.index.files,
      toolVersion: this.config.version,
      shownPath: (path: string) => pathFromHere(workspace.root, path),
      acceptedByBaseline: judged.accepted,
    };
    // The fixed text took standard output.
    const stream = workspace.standIn !== undefined && flags.fix ? process.stderr : process.stdout;
    await writeReports(destinations, judged.result, context, this.#reporting(call, stream));
    for (const line of judged.talk) this.talk(line);
    if (linted.result.filesChecked === 0 && problems.length === 0) {
      this.talk('warning: no Kubernetes manifest was found in what was named');
    }
    this.#end(problems, !areFixed ? 'refused' : isOverLimits(judged.result, flags) ? 'found' : 'ok');
  }

  async #lintCluster(argv: readonly string[], call: LintCall): Promise<void> {
    const { flags, fromFlags, destinations } = call;
    if (argv.length > 0) this.usageError('--cluster lints live objects and takes no paths');
    const intoFiles = destinations.find(({ format }) => ['sarif', 'github', 'gitlab'].includes(format));
    if (intoFiles) {
      this.usageError(`${intoFiles.format} reports point into files, and live objects have none`);
    }
    const selected = selectorPredicate(flags.selector);
    if (!selected.ok) this.usageError(selected.error);
    const [{ liveKinds, lintCluster }, { openLiveManifests }] = await Promise.all([
      import('../command/lint-cluster.ts'),
      import('../composition/live-manifests.ts'),
    ]);
    const settings = new FileSettings(await workspaceRoot(['.']), flags.config, fromFlags);
    const progress = progressLine(process.stderr);
    const live = await openLiveManifests({
      ...flags,
      kinds: liveKinds(),
      signal: this.cancellation(),
      onProgress: (kind, done, total) => progress.show(`reading ${kind} (${done} of ${total})`, done < total),
    }).finally(() => progress.clear());
    const { result, files } = lintCluster(live, await settings.of('.'), selected.value);
    const context: ReportContext = { files, toolVersion: this.config.version, isLive: true };
    await writeReports(destinations, result, context, this.#reporting(call, process.stdout));
    if (live.forbidden.length > 0) {
      this.talk(`you may not list ${live.forbidden.join(', ')}: rules that need them stay silent`);
    }
    this.#end([], isOverLimits(result, flags) ? 'found' : 'ok');
  }

  async #printConfig(path: string, { flags, fromFlags }: LintCall): Promise<void> {
    const { settingsText } = await import('../output/settings-text.ts');
    const root = await workspaceRoot([path]);
    const settings = new FileSettings(root, flags.config, fromFlags);
    const inWorkspace = pathInWorkspace(root, path);
    const config = await settings.configOf(inWorkspace);
    process.stdout.write(
      settingsText(path, {
        settings: await settings.of(inWorkspace),
        fromFlags,
        ...(config && {
          config: {
            shown: pathFromHere(root, config.path),
            lineOf: config.lineOf,
            sources: config.sources,
          },
        }),
        matchesFile: (globs) => globs.some((glob) => matchesGlob(glob, inWorkspace)),
      }),
    );
  }

  async #openWorkspace(argv: readonly string[], flags: LintFlagValues): Promise<LintWorkspace> {
    const paths = argv.filter((path) => path !== '-');
    const isPiped = argv.includes('-');
    const stdinName = flags['stdin-filename'];
    if (!isPiped && stdinName !== undefined) this.usageError('--stdin-filename needs "-" among the paths');
    if (isPiped && flags.fix && paths.length > 0) this.usageError('"-" with --fix takes no other paths');
    const progress = progressLine(process.stderr);
    const started = performance.now();
    try {
      return await openLintWorkspace({
        paths: argv.length === 0 ? ['.'] : paths,
        ...(isPiped && { standIn: { path: stdinName ?? STDIN_NAME, text: await readStandardInput() } }),
        // Who calls the named paths complete means these paths; a text without a name is in no repository.
        withRepository: flags.scope !== 'complete' && (!isPiped || stdinName !== undefined),
        onProgress: (done, total) => {
          if (performance.now() - started > PROGRESS_AFTER_MS) {
            progress.show(`reading ${done} of ${total} files`, done < total);
          }
        },
      });
    } finally {
      progress.clear();
    }
  }

  async #printPatch(workspace: LintWorkspace, { fixed }: LintedFiles): Promise<void> {
    const [{ unifiedPatch }, { changesOf }] = await Promise.all([
      import('../output/unified-patch.ts'),
      import('../command/apply-lint-fixes.ts'),
    ]);
    const changes = fixed ? changesOf(workspace, fixed) : [];
    process.stdout.write(unifiedPatch(changes));
    if (changes.length === 0) this.talk('nothing to fix');
  }

  /** Writes the fixed files, or the fixed text to standard output; false where a file had to be left as it was. */
  async #applyFixes(workspace: LintWorkspace, { fixed }: LintedFiles): Promise<boolean> {
    if (!fixed) return true;
    const { standIn } = workspace;
    if (standIn !== undefined) {
      process.stdout.write(fixed.index.files.get(standIn)?.text ?? '');
      return true;
    }
    const { applyLintFixes } = await import('../command/apply-lint-fixes.ts');
    const { lines, outcome } = await applyLintFixes(workspace, fixed, this.cancellation());
    for (const line of lines) this.talk(line);
    if (outcome === 'cancelled') this.exit(EXIT_CODES.cancelled);
    return outcome === 'written';
  }

  #reporting({ flags, startedMs }: LintCall, stream: NodeJS.WriteStream) {
    const elapsed = `${((performance.now() - startedMs) / 1000).toFixed(2)} s`;
    const { coloured, columns } = this.style;
    return { errorsOnly: flags.quiet, stream, style: { coloured, columns, elapsed } };
  }

  #end(problems: readonly SourceError[], outcome: 'ok' | 'found' | 'refused'): void {
    const palette = paletteFor(process.stderr, process.env);
    for (const { details } of problems) process.stderr.write(sourceProblemText(details, palette));
    if (problems.length > 0 || outcome === 'refused') this.exit(EXIT_CODES.source);
    if (outcome === 'found') this.exit(EXIT_CODES.findings);
  }
}
