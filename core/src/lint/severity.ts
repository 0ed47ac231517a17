import type { Resource } from '../manifest/source-file.ts';
import type { Severity } from './finding.ts';
import { matchesGlob } from './glob.ts';
import type { RuleMeta } from './rule.ts';
import type { LintSettings, RuleSeverity, SeverityOverride } from './settings.ts';

/**
 * What the configuration says of a rule at a place: a severity, `off`, or `undefined` for the rule's own severity.
 * Overrides win over the severities of the whole run, and those over the preset.
 */
export function configuredSeverity(
  rule: { readonly id: string; readonly meta: Pick<RuleMeta, 'preset'> },
  settings: LintSettings,
  file: string,
  resource: Resource | undefined,
): RuleSeverity | undefined {
  const override = settings.overrides.findLast(
    (candidate) => candidate.severities[rule.id] !== undefined && applies(candidate, file, resource),
  );
  const severity = override?.severities[rule.id] ?? settings.severities[rule.id];
  if (severity !== undefined) return severity;
  return rule.meta.preset === 'strict' && settings.preset === 'recommended' ? 'off' : undefined;
}

const ranks: Readonly<Record<Severity, number>> = { error: 2, warning: 1, info: 0 };

/** Positive where `a` is graver than `b`. */
export function compareSeverities(a: Severity, b: Severity): number {
  return ranks[a] - ranks[b];
}

function applies(override: SeverityOverride, file: string, resource: Resource | undefined): boolean {
  if (override.files && !override.files.some((glob) => matchesGlob(glob, file))) return false;
  if (override.kinds && !(resource && override.kinds.includes(resource.kind))) return false;
  return matchesSome(override.namespaces, resource?.namespace) && matchesSome(override.names, resource?.name);
}

function matchesSome(globs: readonly string[] | undefined, value: string | undefined): boolean {
  if (!globs) return true;
  return value !== undefined && globs.some((glob) => matchesGlob(glob, value));
}
