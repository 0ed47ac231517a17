import type { GroupKind } from '../manifest/kubernetes-object.ts';
import type { Resource, SourceFile } from '../manifest/source-file.ts';
import type { WorkspaceIndex } from '../manifest/workspace-index.ts';
import type { ClusterObjects } from './cluster-objects.ts';
import { type Field, rootOf } from './field.ts';
import { fileFindings } from './file-findings.ts';
import type { Finding } from './finding.ts';
import { FindingMemory } from './finding-memory.ts';
import type { CrashedRule, LintResult, SkippedRule } from './lint-result.ts';
import { ObservedIndex } from './lookups.ts';
import { patchListings } from './partial.ts';
import { ResourceFacts } from './resource-facts.ts';
import type { Rule, RuleNeed } from './rule.ts';
import { rules as allRules } from './rules/index.ts';
import { looksBeyond, referenceTo, runRule } from './run-rule.ts';
import { defaultLintSettings, type LintSettings } from './settings.ts';
import { configuredSeverity } from './severity.ts';
import { suppress } from './suppress.ts';
import type { UsageFacts } from './usage.ts';
import { Workspace } from './workspace.ts';

export interface LintRequest {
  /** Paths to report on; absent: every file of the index. The whole index is always what rules look things up in. */
  readonly reportOn?: readonly string[];
  /** A cluster's objects, for rules that ask whether something exists or how large it is. */
  readonly cluster?: ClusterObjects;
  /** What was measured, for rules that speak of use and for fixes that need a figure. */
  readonly usage?: UsageFacts;
}

/** A linter keeps what it found per object, so that a change of one document costs that document. */
export interface Linter {
  readonly settings: LintSettings;
  lint(index: WorkspaceIndex, request?: LintRequest): LintResult;
}

/** Lints once, and keeps nothing. Where the same workspace is linted again and again, keep a {@link createLinter}. */
export function lint(
  index: WorkspaceIndex,
  request: LintRequest & { readonly settings?: LintSettings } = {},
): LintResult {
  const { settings = defaultLintSettings, cluster, usage, reportOn } = request;
  const workspace = new Workspace(index, settings, cluster);
  const run = new LintRun({ rules: allRules, byKind: groupByKind(allRules), settings, workspace, usage });
  return run.over(filesToReport(index, reportOn));
}

/** A linter for one set of settings. A rule runs again where its object or something that it looked up has changed. */
export function createLinter(
  settings: LintSettings = defaultLintSettings,
  rules: readonly Rule[] = allRules,
): Linter {
  const byKind = groupByKind(rules);
  const facts = new ResourceFacts();
  let memory = new FindingMemory();
  let surroundings: readonly unknown[] = [];
  return {
    settings,
    lint: (index, request = {}) => {
      // Which files are patches, the cluster, and what was measured matter to all.
      const { cluster, usage } = request;
      const now = [cluster, usage, ...patchListings.map((kind) => index.stateOf(kind))];
      if (now.some((state, at) => state !== surroundings[at])) memory = new FindingMemory();
      surroundings = now;
      const observed = new ObservedIndex(index);
      const workspace = new Workspace(observed, settings, cluster, facts);
      const parts = { rules, byKind, settings, workspace, usage };
      const run = new LintRun({ ...parts, memory: { index: observed, findings: memory } });
      return run.over(filesToReport(index, request.reportOn));
    },
  };
}

interface LintRunParts {
  readonly rules: readonly Rule[];
  readonly byKind: ReadonlyMap<string, readonly Rule[]>;
  readonly settings: LintSettings;
  readonly workspace: Workspace;
  readonly usage: UsageFacts | undefined;
  /** What was found before, and the index that notes what the workspace looks up. */
  readonly memory?: { readonly index: ObservedIndex; readonly findings: FindingMemory };
}

class LintRun {
  readonly #parts: LintRunParts;
  readonly #crashed: CrashedRule[] = [];

  constructor(parts: LintRunParts) {
    this.#parts = parts;
  }

  over(files: readonly SourceFile[]): LintResult {
    const findings: Finding[] = [];
    const suppressed: LintResult['suppressed'][number][] = [];
    const skippedRules = this.#parts.rules.flatMap((rule) => this.#skipped(rule));
    const silent = new Set(skippedRules.map((skipped) => skipped.ruleId));
    let objectsChecked = 0;
    for (const [at, file] of files.entries()) {
      // A finding is placed with the nodes of its document. Neighbours are kept, since rules look at them.
      files[at - filesHeld]?.release();
      const resources = file.documents.flatMap((document) => document.resources);
      const found = resources.flatMap((resource) => this.#checkResource(resource, silent));
      objectsChecked += resources.length;
      const outcome = suppress(file, resources, found, {
        known: this.#parts.rules,
        ran: (ruleId, resource) => !silent.has(ruleId) && this.#isOn(ruleId, file, resource),
      });
      suppressed.push(...outcome.suppressed);
      findings.push(...outcome.kept, ...fileFindings(file, outcome.leftOver, this.#parts.settings));
    }
    return {
      findings: findings.sort(compareFindings),
      suppressed,
      crashedRules: this.#crashed,
      skippedRules,
      filesChecked: files.filter(holdsManifests).length,
      objectsChecked,
    };
  }

  #checkResource(resource: Resource, silent: ReadonlySet<string>): readonly Finding[] {
    const rules = this.#parts.byKind.get(kindKey(resource)) ?? [];
    if (rules.length === 0) return [];
    const partial = this.#parts.workspace.isPartial(resource);
    const path = resource.file.path;
    const root = rootOf(resource);
    const findings: Finding[] = [];
    for (const rule of rules) {
      if (silent.has(rule.id) || (partial && rule.meta.checksPatches !== true)) continue;
      const severity = configuredSeverity(rule, this.#parts.settings, path, resource);
      if (severity === 'off') continue;
      for (const finding of this.#findingsOf(rule, root)) {
        findings.push(severity === undefined ? finding : { ...finding, severity });
      }
    }
    return findings;
  }

  #findingsOf(rule: Rule, root: Field): readonly Finding[] {
    const { memory } = this.#parts;
    if (!memory) return this.#run(rule, root) ?? [];
    const { resource } = root;
    const known = memory.findings.recall(rule.id, resource, memory.index);
    if (known) return known;
    const { value: findings, lookups } = memory.index.observe(() => this.#run(rule, root));
    if (findings && lookups) {
      memory.findings.keep(rule.id, resource, findings, lookups, !looksBeyond(rule));
    }
    return findings ?? [];
  }

  /** `undefined` where the rule crashed. */
  #run(rule: Rule, root: Field): readonly Finding[] | undefined {
    const { resource } = root;
    try {
      return runRule(rule, root, this.#parts.workspace, this.#parts.settings, this.#parts.usage);
    } catch (error) {
      this.#crashed.push({
        ruleId: rule.id,
        file: resource.file.path,
        object: referenceTo(resource),
        message: error instanceof Error ? error.message : String(error),
      });
      return undefined;
    }
  }

  #skipped(rule: Rule): readonly SkippedRule[] {
    const missing = (rule.meta.needs ?? []).filter((need) => !this.#has(need));
    return missing.length === 0 ? [] : [{ ruleId: rule.id, needs: missing }];
  }

  #has(need: RuleNeed): boolean {
    switch (need) {
      case 'workspace':
        return true;
      case 'complete-workspace':
        return this.#parts.workspace.isComplete;
      case 'kubernetes-version':
        return this.#parts.settings.kubernetesVersion !== undefined;
      case 'cluster-autoscaler-version':
        return this.#parts.settings.clusterAutoscalerVersion !== undefined;
      case 'vpa-version':
        return this.#parts.settings.vpaVersion !== undefined;
      case 'cloud':
        return this.#parts.settings.cloud !== undefined;
      case 'usage':
        return this.#parts.usage !== undefined;
    }
  }

  #isOn(ruleId: string, { path, kind }: SourceFile, resource: Resource | undefined): boolean {
    const rule = this.#parts.rules.find((candidate) => candidate.id === ruleId);
    if (!rule || configuredSeverity(rule, this.#parts.settings, path, resource) === 'off') return false;
    const isPartial =
      kind === 'template' || (resource !== undefined && this.#parts.workspace.isPartial(resource));
    return !isPartial || rule.meta.checksPatches === true;
  }
}

/** How many of the files last linted keep their nodes: an editor's all do, and a large run's fit into memory. */
const filesHeld = 64;

/** A template counts where something of it could be read. */
function holdsManifests({ kind, documents, problems }: SourceFile): boolean {
  return kind === 'kubernetes' || documents.length > 0 || problems.length > 0;
}

function groupByKind(rules: readonly Rule[]): ReadonlyMap<string, readonly Rule[]> {
  const byKind = new Map<string, Rule[]>();
  for (const rule of rules) {
    for (const kind of rule.meta.appliesTo) {
      const key = kindKey(kind);
      byKind.set(key, [...(byKind.get(key) ?? []), rule]);
    }
  }
  return byKind;
}

function filesToReport(index: WorkspaceIndex, paths: readonly string[] | undefined): readonly SourceFile[] {
  const wanted = paths === undefined ? index.files.keys() : new Set(paths);
  return [...wanted].sort(compareText).flatMap((path) => index.files.get(path) ?? []);
}

function compareFindings(a: Finding, b: Finding): number {
  return (
    compareText(a.file, b.file) ||
    a.range.start - b.range.start ||
    a.range.end - b.range.end ||
    compareText(a.ruleId, b.ruleId) ||
    compareText(a.message, b.message)
  );
}

/** By code unit, so that the order is the same in every locale. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A kind as a map key. */
function kindKey(groupKind: GroupKind): string {
  return `${groupKind.group}/${groupKind.kind}`;
}
