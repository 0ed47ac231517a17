import { podTemplatePath } from '../apis/workload.ts';
import type { Range } from '../manifest/ranges.ts';
import type { Resource, SourceFile } from '../manifest/source-file.ts';
import { rootOf } from './field.ts';

/** Prefix of the annotations by which an object is exempted: `kubectl-autoscale.io/ignore-<rule>: "reason"`. */
export const ignoreAnnotationPrefix = 'kubectl-autoscale.io/ignore-';

/** One place where a user asks for silence. */
export interface Suppression {
  readonly source: 'comment' | 'annotation';
  /** The rule, or `undefined` for all of them. */
  readonly ruleId?: string;
  readonly reason: string;
  /** What to mark when the suppression itself is reported. */
  readonly range: Range;
  /** Lines on which it holds, counted from 1, both inclusive; for comments. */
  readonly lines?: { readonly first: number; readonly last: number };
  /** The object for which it holds; for annotations. */
  readonly resource?: Resource;
}

type Directive = 'disable-next-line' | 'disable-line' | 'disable-file' | 'disable' | 'enable';

const directivePattern =
  /#[ \t]*autoscale-(disable-next-line|disable-line|disable-file|disable|enable)\b(?![-\w])([^\r\n]*)/g;

interface FoundDirective {
  readonly directive: Directive;
  readonly rules: readonly string[];
  readonly reason: string;
  readonly range: Range;
  readonly line: number;
}

/** Reads the suppression comments of a file. Rules are separated by commas or blanks, the reason follows ` -- `. */
export function commentSuppressions(file: SourceFile): readonly Suppression[] {
  if (!file.text.includes('autoscale-disable')) return [];
  const found = [...file.text.matchAll(directivePattern)].map((match) => readDirective(file, match));
  const suppressions: Suppression[] = [];
  for (const [index, item] of found.entries()) {
    const lines = linesOf(item, found.slice(index + 1));
    if (!lines) continue;
    for (const ruleId of item.rules.length > 0 ? item.rules : [undefined]) {
      suppressions.push({
        source: 'comment',
        reason: item.reason,
        range: item.range,
        lines,
        ...(ruleId === undefined ? {} : { ruleId }),
      });
    }
  }
  return suppressions;
}

/** Reads the `ignore-` annotations of an object and of its pod template. */
export function annotationSuppressions(resource: Resource): readonly Suppression[] {
  const root = rootOf(resource);
  const holders = [root];
  const pod = podTemplatePath(resource);
  if (pod && pod.length > 0) holders.push(root.get(...pod));
  const suppressions: Suppression[] = [];
  for (const [key, reason] of holders.flatMap((holder) => holder.get('metadata', 'annotations').entries)) {
    if (!key.startsWith(ignoreAnnotationPrefix)) continue;
    const ruleId = key.slice(ignoreAnnotationPrefix.length);
    suppressions.push({
      source: 'annotation',
      reason: reason.string ?? '',
      range: reason.range('key'),
      resource,
      ...(ruleId === 'all' ? {} : { ruleId }),
    });
  }
  return suppressions;
}

function readDirective(file: SourceFile, match: RegExpExecArray): FoundDirective {
  const text = match[0].trimEnd();
  const rest = (match[2] ?? '').trim();
  const dashes = /(?:^|\s)--(?:\s|$)/.exec(rest);
  const names = dashes ? rest.slice(0, dashes.index) : rest;
  return {
    directive: match[1] as Directive,
    rules: names.split(/[\s,]+/).filter((name) => name !== ''),
    reason: dashes ? rest.slice(dashes.index + dashes[0].length).trim() : '',
    range: { start: match.index, end: match.index + text.length },
    line: file.positionAt(match.index).line,
  };
}

function linesOf(
  item: FoundDirective,
  following: readonly FoundDirective[],
): { readonly first: number; readonly last: number } | undefined {
  switch (item.directive) {
    case 'enable':
      return undefined;
    case 'disable-file':
      return { first: 1, last: Infinity };
    case 'disable-line':
      return { first: item.line, last: item.line };
    case 'disable-next-line':
      return { first: item.line + 1, last: item.line + 1 };
    case 'disable': {
      const end = following.find((other) => other.directive === 'enable' && enables(other, item));
      return { first: item.line, last: end ? end.line : Infinity };
    }
  }
}

/** An `enable` without rules ends every range; one with rules ends the ranges that name the same. */
function enables(enable: FoundDirective, disable: FoundDirective): boolean {
  return enable.rules.length === 0 || disable.rules.every((rule) => enable.rules.includes(rule));
}
