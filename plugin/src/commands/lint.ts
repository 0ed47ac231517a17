import {
  compareSeverities,
  type LintResult,
  type LintSettings,
  matchesGlob,
  type ReportContext,
  type Severity,
} from '@kubectl-autoscale/core/lint';
import type { WorkspaceIndex } from '@kubectl-autoscale/core/manifest';
import type { SourceError } from '@kubectl-autoscale/core/ports';
import { Args, type Interfaces } from '@oclif/core';

import { judge, openAcceptedFindings } from '../command/accepted-findings.ts';
import { AutoscaleCommand, EXIT_CODES } from '../command/autoscale-command.ts';
import {
  type FixedGroups,
  fixGroups,
  type LintGroup,
  lintGroup,
  lintGroups,
  mergeResults,
} from '../command/lint-groups.ts';
import { type RenderedFindings } from '../command/lint-rendered.ts';
import { settingsFor, settingsOfFlags } from '../command/lint-settings.ts';
import { type RenderRoot, renderRoots } from '../command/render-roots.ts';
import { type ReportDestination, reportDestinations } from '../command/report-destinations.ts';
import { selectorPredicate } from '../command/selector-predicate.ts';
import { openClusterObjects } from '../composition/cluster-objects.ts';
import { type ConfigFile, ConfigFiles } from '../composition/config-files.ts';
import { type FileChange, writeFixedFiles } from '../composition/fixed-files.ts';
import {
  type LintWorkspace,
  openLintWorkspace,
  pathFromHere,
  pathInWorkspace,
  workspaceRoot,
} from '../composition/lint-workspace.ts';
import { writeReport } from '../composition/report-files.ts';
import { readStandardInput } from '../composition/standard-input.ts';
import { lintFlags } from '../flags/lint-flags.ts';
import { lintReport } from '../output/lint-report.ts';
import { paletteFor } from '../output/palette.ts';
import { progressLine } from '../output/progress-line.ts';
import { sourceProblemText } from '../output/source-problem-text.ts';

type LintFlagValues = Interfaces.InferredFlags<typeof lintFlags>;

/** What standard input is called where it stands for no file. */
const STDIN_NAME = 'stdin.yaml';

/** A run that takes longer says what it is doing. */
const PROGRESS_AFTER_MS = 1000;

export default class Lint extends AutoscaleCommand {
  static override summary = 'Find autoscaling mistakes in manifests, offline.';
  static override description =
    'Checks HPA, VPA, Cluster Autoscaler, PodDisruptionBudget and workload manifests for mistakes that Kubernetes ' +
    'rejects, and for those that it accepts and a controller then silently ignores or fights over. The named files are ' +
    'what is reported on; the whole repository is what rules look things up in. Helm templates and YAML without ' +
    'Kubernetes objects are left alone.\n\n' +
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
    const started = performance.now();
    const destinations = reportDestinations(flags.format ?? [], flags.output);
    if (!destinations.ok) this.usageError(destinations.error);
    const fromFlags = settingsOfFlags(flags);
    if (!fromFlags.ok) this.usageError(fromFlags.error);
    if (flags['print-config'] !== undefined) {
      return this.printConfig(flags['print-config'], flags.config, fromFlags.value);
    }
    if (flags.cluster) {
      await this.lintCluster(argv as string[], flags, fromFlags.value, destinations.value, started);
      return;
    }
    const idle = (['namespace', 'all-namespaces', 'context', 'kubeconfig', 'as'] as const).find(
      (flag) => flags[flag] !== undefined && flags[flag] !== false,
    );
    if (idle !== undefined) this.usageError(`--${idle} needs --cluster: files are linted without one`);
    const accepted = await openAcceptedFindings(flags.baseline, flags['update-baseline']);
    if (!accepted.ok) this.usageError(accepted.error);
    const workspace = await this.openWorkspace(argv as string[], flags);
    const roots = renderRoots(workspace.index.files, workspace.reportOn, flags.render ?? 'off');
    const groups = await this.groups(workspace, roots, flags.config, fromFlags.value);
    const cluster = flags.recording === undefined ? undefined : await openClusterObjects(flags.recording);

    if (flags['fix-dry-run']) {
      const { index, changed } = fixGroups(groups, workspace.index, cluster);
      await this.printPatch(changesOf(workspace, index, changed));
      this.end(workspace.unreadable, 'ok');
      return;
    }
    const fixed = flags.fix ? fixGroups(groups, workspace.index, cluster) : undefined;
    const areFixed = fixed === undefined || (await this.applyFixes(workspace, fixed));
    const asWritten = fixed?.result ?? lintGroups(groups, workspace.index, cluster);
    const rendered = await this.lintRendered(workspace, roots, flags.config, fromFlags.value);
    const found = mergeResults([asWritten, ...rendered.results]);
    const judged = await judge(found, accepted.value, workspace.reportOn);
    const context = {
      files: (fixed?.index ?? workspace.index).files,
      toolVersion: this.config.version,
      shownPath: (path: string) => pathFromHere(workspace.root, path),
      acceptedByBaseline: judged.accepted,
    };
    await this.report(judged.result, destinations.value, flags, context, {
      started,
      standardOutputIsTaken: workspace.standIn !== undefined && flags.fix,
    });
    for (const line of judged.talk) this.talk(line);
    const problems = [...workspace.unreadable, ...rendered.problems];
    if (found.filesChecked === 0 && problems.length === 0) {
      this.talk('warning: no Kubernetes manifest was found in what was named');
    }
    this.end(problems, !areFixed ? 'refused' : fails(judged.result, flags) ? 'found' : 'ok');
  }

  private async lintCluster(
    argv: readonly string[],
    flags: LintFlagValues,
    fromFlags: Partial<LintSettings>,
    destinations: readonly ReportDestination[],
    started: number,
  ): Promise<void> {
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
    const root = await workspaceRoot(['.']);
    const config = await this.configOf(new ConfigFiles(root), '.', flags.config);
    const progress = progressLine(process.stderr);
    const live = await openLiveManifests({
      ...flags,
      kinds: liveKinds(),
      signal: this.cancellation(),
      onProgress: (kind, done, total) => progress.show(`reading ${kind} (${done} of ${total})`, done < total),
    }).finally(() => progress.clear());
    const { result, files } = lintCluster(live, settingsFor(config?.settings, fromFlags), selected.value);
    const context = { files, toolVersion: this.config.version, isLive: true };
    await this.report(result, destinations, flags, context, { started, standardOutputIsTaken: false });
    if (live.forbidden.length > 0) {
      this.talk(`you may not list ${live.forbidden.join(', ')}: rules that need them stay silent`);
    }
    this.end([], fails(result, flags) ? 'found' : 'ok');
  }

  private async openWorkspace(argv: readonly string[], flags: LintFlagValues): Promise<LintWorkspace> {
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

  /** The files to report on as they are written, by the configuration that speaks of them. */
  private async groups(
    workspace: LintWorkspace,
    roots: readonly RenderRoot[],
    config: string | undefined,
    fromFlags: Partial<LintSettings>,
  ): Promise<readonly LintGroup[]> {
    const configs = new ConfigFiles(workspace.root);
    const byConfig = new Map<ConfigFile | undefined, string[]>();
    for (const path of workspace.reportOn) {
      if (roots.some(({ covers }) => covers(path))) continue;
      const found = await this.configOf(configs, path, config);
      byConfig.set(found, [...(byConfig.get(found) ?? []), path]);
    }
    return [...byConfig].map(([found, reportOn]) =>
      lintGroup(
        settingsFor(found?.settings, fromFlags),
        reportOn,
        fromFlags.scope ? '' : (found?.folder ?? ''),
      ),
    );
  }

  private async configOf(
    configs: ConfigFiles,
    path: string,
    named: string | undefined,
  ): Promise<ConfigFile | undefined> {
    const found = await (named === undefined ? configs.forFile(path) : configs.named(named));
    if (found.ok) return found.value;
    for (const problem of found.error) this.talk(`error: ${problem}`);
    return this.exit(EXIT_CODES.usage);
  }

  private async printConfig(
    path: string,
    named: string | undefined,
    fromFlags: Partial<LintSettings>,
  ): Promise<void> {
    const { settingsText } = await import('../output/settings-text.ts');
    const root = await workspaceRoot([path]);
    const config = await this.configOf(new ConfigFiles(root), pathInWorkspace(root, path), named);
    process.stdout.write(
      settingsText(path, {
        settings: settingsFor(config?.settings, fromFlags),
        fromFlags,
        ...(config && { config: { shown: pathFromHere(root, config.path), lineOf: config.lineOf } }),
        matchesFile: (globs) => globs.some((glob) => matchesGlob(glob, pathInWorkspace(root, path))),
      }),
    );
  }

  private async printPatch(changes: readonly FileChange[]): Promise<void> {
    const { unifiedPatch } = await import('../output/unified-patch.ts');
    process.stdout.write(unifiedPatch(changes));
    if (changes.length === 0) this.talk('nothing to fix');
  }

  /** Writes the fixed files, or the fixed text to standard output; false where a file had to be left as it was. */
  private async applyFixes(workspace: LintWorkspace, fixed: FixedGroups): Promise<boolean> {
    const { standIn } = workspace;
    if (standIn !== undefined) {
      process.stdout.write(fixed.index.files.get(standIn)?.text ?? '');
      return true;
    }
    const changes = changesOf(workspace, fixed.index, fixed.changed);
    const signal = this.cancellation();
    const { written, refused } = await writeFixedFiles(workspace.root, changes, signal);
    for (const path of written) {
      const titles = fixed.applied.filter(({ file }) => file === path).map(({ title }) => title);
      this.talk(`fixed ${pathFromHere(workspace.root, path)}: ${[...new Set(titles)].join(', ')}`);
    }
    for (const reason of refused) this.talk(`error: ${reason}`);
    if (signal.aborted) {
      this.talk(`stopped: ${written.length} of ${changes.length} files were fixed, each as a whole`);
      this.exit(EXIT_CODES.cancelled);
    }
    return refused.length === 0;
  }

  private async lintRendered(
    workspace: LintWorkspace,
    roots: readonly RenderRoot[],
    named: string | undefined,
    fromFlags: Partial<LintSettings>,
  ): Promise<RenderedFindings> {
    if (roots.length === 0) return { results: [], problems: [] };
    const { lintRendered } = await import('../command/lint-rendered.ts');
    const configs = new ConfigFiles(workspace.root);
    const settingsOf = async ({ entry }: RenderRoot): Promise<LintSettings> => {
      const config = await this.configOf(configs, entry, named);
      // What is rendered is applied together; somebody may have said that it needs more than itself.
      const scope = config?.lineOf(['scope']) === undefined ? { scope: 'complete' as const } : {};
      return { ...settingsFor(config?.settings, {}), ...scope, ...fromFlags };
    };
    return lintRendered(workspace, roots, settingsOf, this.cancellation());
  }

  private async report(
    result: LintResult,
    destinations: readonly ReportDestination[],
    flags: LintFlagValues,
    context: ReportContext,
    { started, standardOutputIsTaken }: { readonly started: number; readonly standardOutputIsTaken: boolean },
  ): Promise<void> {
    const shown = flags.quiet
      ? { ...result, findings: result.findings.filter(({ severity }) => severity === 'error') }
      : result;
    const elapsed = `${((performance.now() - started) / 1000).toFixed(2)} s`;
    for (const { format, path } of destinations) {
      const style = { ...this.style, coloured: this.style.coloured && path === undefined, elapsed };
      const text = lintReport(format, shown, context, style);
      if (path !== undefined) await writeReport(path, text);
      else (standardOutputIsTaken ? process.stderr : process.stdout).write(text);
    }
  }

  private end(problems: readonly SourceError[], outcome: 'ok' | 'found' | 'refused'): void {
    const palette = paletteFor(process.stderr, process.env);
    for (const { details } of problems) process.stderr.write(sourceProblemText(details, palette));
    if (problems.length > 0 || outcome === 'refused') this.exit(EXIT_CODES.source);
    if (outcome === 'found') this.exit(EXIT_CODES.findings);
  }
}

function changesOf(
  { index: before }: LintWorkspace,
  after: WorkspaceIndex,
  changed: ReadonlyMap<string, string>,
): readonly FileChange[] {
  return [...changed.keys()].sort().map((path) => ({
    path,
    before: before.files.get(path)?.text ?? '',
    after: after.files.get(path)?.text ?? '',
  }));
}

function fails(result: LintResult, flags: LintFlagValues): boolean {
  const failOn: Severity | 'never' = flags['fail-on'];
  const warnings = result.findings.filter(({ severity }) => severity === 'warning').length;
  if (warnings > (flags['max-warnings'] ?? Infinity)) return true;
  return (
    failOn !== 'never' && result.findings.some(({ severity }) => compareSeverities(severity, failOn) >= 0)
  );
}
