import type { Finding } from '../finding.ts';
import type { LintResult } from '../lint-result.ts';

/** So many findings of a rule are accepted on an object of a file. Lines are left out: they move. */
export interface BaselineEntry {
  readonly file: string;
  readonly rule: string;
  /** `Deployment/prod/web`, without the namespace where the manifest names none; empty for the file itself. */
  readonly object: string;
  readonly count: number;
}

/** Accepted findings, so that only new ones count. Sorted by file, rule and object. */
export interface Baseline {
  readonly entries: readonly BaselineEntry[];
}

export interface BaselineOutcome {
  /** Without what the baseline accepts. */
  readonly result: LintResult;
  readonly accepted: number;
  /** What the baseline accepts and is found no more, or less often: `count` is by how many. */
  readonly stale: readonly BaselineEntry[];
}

/** The baseline that accepts these findings. */
export function baselineOf(findings: readonly Finding[]): Baseline {
  const entries = [...groups(findings).values()].map(({ entry, members }) => ({
    ...entry,
    count: members.length,
  }));
  return { entries: sorted(entries) };
}

/**
 * Takes out what the baseline accepts. Where a rule finds more on an object than is accepted, all of its findings there are
 * reported: which of them is the new one cannot be told. Entries of files that were not looked at are never stale.
 */
export function applyBaseline(
  result: LintResult,
  baseline: Baseline,
  checked: ReadonlySet<string>,
): BaselineOutcome {
  const found = groups(result.findings);
  const accepted = new Set<Finding>();
  const stale: BaselineEntry[] = [];
  for (const entry of baseline.entries) {
    const members = found.get(keyOf(entry))?.members ?? [];
    if (members.length <= entry.count) for (const member of members) accepted.add(member);
    if (members.length < entry.count && checked.has(entry.file)) {
      stale.push({ ...entry, count: entry.count - members.length });
    }
  }
  const findings = result.findings.filter((finding) => !accepted.has(finding));
  return { result: { ...result, findings }, accepted: accepted.size, stale };
}

/** The old baseline with what is now found in the checked files; entries of other files stay. */
export function updateBaseline(
  old: Baseline,
  findings: readonly Finding[],
  checked: ReadonlySet<string>,
): Baseline {
  const others = old.entries.filter(({ file }) => !checked.has(file));
  return { entries: sorted([...others, ...baselineOf(findings).entries]) };
}

interface Group {
  readonly entry: Omit<BaselineEntry, 'count'>;
  readonly members: Finding[];
}

function groups(findings: readonly Finding[]): ReadonlyMap<string, Group> {
  const byKey = new Map<string, Group>();
  for (const finding of findings) {
    const entry = { file: finding.file, rule: finding.ruleId, object: objectKey(finding) };
    const group = byKey.get(keyOf(entry)) ?? { entry, members: [] };
    group.members.push(finding);
    byKey.set(keyOf(entry), group);
  }
  return byKey;
}

function objectKey({ object }: Finding): string {
  if (!object) return '';
  return [object.kind, object.namespace, object.name].filter((part) => part !== undefined).join('/');
}

function keyOf({ file, rule, object }: Omit<BaselineEntry, 'count'>): string {
  return JSON.stringify([file, rule, object]);
}

function sorted(entries: readonly BaselineEntry[]): readonly BaselineEntry[] {
  return entries.toSorted((a, b) => {
    const [left, right] = [keyOf(a), keyOf(b)];
    return left < right ? -1 : left > right ? 1 : 0;
  });
}
