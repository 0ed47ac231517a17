import type { Resource, SourceFile } from '../manifest/source-file.ts';
import { nearest } from '../units/nearest.ts';
import type { Finding } from './finding.ts';
import type { SuppressedFinding } from './lint-result.ts';
import type { Rule } from './rule.ts';
import { referenceTo } from './run-rule.ts';
import {
  annotationSuppressions,
  commentSuppressions,
  ignoreAnnotationPrefix,
  type Suppression,
} from './suppression.ts';

/** A suppression with what is wrong with it. */
export interface LeftOverSuppression {
  readonly suppression: Suppression;
  readonly problem: 'unused' | 'elsewhere' | 'unknown' | 'without-reason';
  /** For `unknown`: the rule that may have been meant. */
  readonly meant?: string;
  /** For `elsewhere`: the object, or the kinds of object, on which the rule reports. */
  readonly place?: string;
}

interface Outcome {
  readonly kept: readonly Finding[];
  readonly suppressed: readonly SuppressedFinding[];
  readonly leftOver: readonly LeftOverSuppression[];
}

interface RuleKnowledge {
  readonly known: readonly Rule[];
  /** Whether the rule was on and had what it needs: only then is a suppression of it unused. */
  ran(ruleId: string, resource: Resource | undefined): boolean;
}

/** Applies a file's comments and annotations to what was found in it. */
export function suppress(
  file: SourceFile,
  resources: readonly Resource[],
  findings: readonly Finding[],
  rules: RuleKnowledge,
): Outcome {
  // Most files have none; looking at the text first spares reading every object.
  const isAnnotated = file.text.includes(ignoreAnnotationPrefix);
  const suppressions = [
    ...commentSuppressions(file),
    ...(isAnnotated ? resources.flatMap(annotationSuppressions) : []),
  ];
  if (suppressions.length === 0) return { kept: findings, suppressed: [], leftOver: [] };
  const used = new Set<Suppression>();
  const kept: Finding[] = [];
  const suppressed: SuppressedFinding[] = [];
  for (const finding of findings) {
    const matching = suppressions.filter((suppression) => silences(suppression, finding));
    const [first] = matching;
    if (!first) {
      kept.push(finding);
      continue;
    }
    for (const suppression of matching) used.add(suppression);
    suppressed.push({ finding, source: first.source, reason: first.reason });
  }
  const leftOver = suppressions.flatMap((item) => judge(item, used.has(item), { rules, file, kept }));
  return { kept, suppressed, leftOver };
}

function silences(suppression: Suppression, finding: Finding): boolean {
  if (suppression.ruleId !== undefined && suppression.ruleId !== finding.ruleId) return false;
  const { lines, resource } = suppression;
  if (lines) return finding.start.line >= lines.first && finding.start.line <= lines.last;
  if (!resource || !finding.object) return false;
  const own = referenceTo(resource);
  return (
    own.kind === finding.object.kind &&
    own.name === finding.object.name &&
    own.namespace === finding.object.namespace &&
    own.apiVersion === finding.object.apiVersion
  );
}

function judge(
  suppression: Suppression,
  isUsed: boolean,
  around: { readonly rules: RuleKnowledge; readonly file: SourceFile; readonly kept: readonly Finding[] },
): readonly LeftOverSuppression[] {
  const { rules, kept } = around;
  const problems: LeftOverSuppression[] = [];
  if (suppression.reason === '') problems.push({ suppression, problem: 'without-reason' });
  const { ruleId } = suppression;
  if (isUsed) return problems;
  if (ruleId === undefined) return [...problems, { suppression, problem: 'unused' }];
  const named = rules.known.find((rule) => rule.id === ruleId);
  if (!named) {
    const meant = nearest(
      ruleId,
      rules.known.map((rule) => rule.id),
    );
    return [...problems, { suppression, problem: 'unknown', ...(meant === undefined ? {} : { meant }) }];
  }
  const place = reportedOn(suppression, kept, around.file) ?? kindsOf(named, suppression);
  if (place !== undefined) problems.push({ suppression, problem: 'elsewhere', place });
  else if (rules.ran(ruleId, suppression.resource)) problems.push({ suppression, problem: 'unused' });
  return problems;
}

/** The object whose finding of this rule points to where the suppression stands, such as the HPA of a workload without a request. */
function reportedOn(
  { ruleId, lines, resource }: Suppression,
  kept: readonly Finding[],
  { path }: SourceFile,
): string | undefined {
  const whole = resource?.rangeOf([]);
  const holds = ({ file, range, start }: Finding['related'][number]): boolean =>
    file === path &&
    (lines
      ? start.line >= lines.first && start.line <= lines.last
      : whole !== undefined && range.start >= whole.start && range.end <= whole.end);
  const found = kept.find((finding) => finding.ruleId === ruleId && finding.related.some(holds));
  return found?.object && `${found.object.kind} ${found.object.name}`;
}

/** The kinds that a rule looks at, where the annotated object is none of them. */
function kindsOf({ meta: { appliesTo } }: Rule, { resource }: Suppression): string | undefined {
  if (!resource || appliesTo.some(({ group, kind }) => group === resource.group && kind === resource.kind)) {
    return undefined;
  }
  return `each ${[...new Set(appliesTo.map(({ kind }) => kind))].join(', ')}`;
}
