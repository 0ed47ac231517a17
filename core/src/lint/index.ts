export { type AppliedFix, applyFixes, type FixChoice, type FixOutcome, safeFixes } from './apply-fixes.ts';
export {
  applyBaseline,
  type Baseline,
  type BaselineEntry,
  type BaselineOutcome,
  updateBaseline,
} from './baseline/baseline.ts';
export { baselineText, parseBaseline } from './baseline/baseline-text.ts';
export { taggedVersion } from './cluster-autoscaler-version.ts';
export type { ClusterObjects } from './cluster-objects.ts';
export type { ConfigProblem } from './config/config-reader.ts';
export { configSchema } from './config/config-schema.ts';
export { type LintConfig, parseLintConfig, readLintConfig } from './config/parse-lint-config.ts';
export type { SourceSettings } from './config/read-sources.ts';
export { createLinter, lint, type Linter, type LintRequest } from './engine.ts';
export { fileRules } from './file-rules.ts';
export type { Finding, Fix, FixKind, ObjectReference, RelatedLocation, Severity } from './finding.ts';
export { matchesGlob } from './glob.ts';
export type { CrashedRule, LintResult, SkippedRule, SuppressedFinding } from './lint-result.ts';
export {
  helmSourceOf,
  kustomizeOriginOf,
  mapToSources,
  type RenderedManifests,
} from './rendered/map-to-sources.ts';
export { reportCompact } from './reporters/compact.ts';
export { reportGithub } from './reporters/github.ts';
export { reportGitlab } from './reporters/gitlab.ts';
export { reportJson } from './reporters/json.ts';
export { reportJunit } from './reporters/junit.ts';
export { ansiPalette, type Palette, plainPalette } from './reporters/palette.ts';
export type { ReportContext } from './reporters/report-context.ts';
export { reportSarif } from './reporters/sarif.ts';
export { summaryLine } from './reporters/summary-line.ts';
export { reportText, type TextReportOptions } from './reporters/text.ts';
export type { Rule, RuleCategory, RuleMeta, RuleNeed, RuleOption, RuleReference } from './rule.ts';
export { rules } from './rules/index.ts';
export {
  type Cloud,
  defaultLintSettings,
  type LintSettings,
  type Preset,
  type RuleSeverity,
  type SeverityOverride,
} from './settings.ts';
export { compareSeverities } from './severity.ts';
export {
  type DemandFigure,
  type GpuFigure,
  type RequestFigure,
  type UsageFacts,
  usageKey,
  type WorkloadUsage,
} from './usage.ts';
export { formatMinorVersion, type MinorVersion, parseMinorVersion } from './versions/minor-version.ts';
