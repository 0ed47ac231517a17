import type { Range } from './ranges.ts';
import { type TemplateAction, templateActions } from './template-actions.ts';

/** Stands in the masked text for what a template fills in; a character for private use, which no manifest holds. */
const filler = '\uE000';

/** True for a text that a template fills in, wholly or in part. */
export function isMasked(text: string): boolean {
  return text.includes(filler);
}

/**
 * A Go template as YAML of the same length: each place keeps its offset. An action in a value or a key becomes a text that
 * {@link isMasked}; one that starts a line, a comment up to the line's end. Of `if … else …` the first branch stays, since
 * the branches are never there together; where the versions of a cluster decide, none stays: who reads the template cannot know.
 * Definitions of named templates are blanked. `undefined` where actions or blocks are not closed, or no action is there.
 */
export function maskTemplate(text: string): string | undefined {
  const actions = templateActions(text);
  if (!actions || actions.length === 0) return undefined;
  const hidden = hiddenParts(actions);
  if (!hidden) return undefined;
  const visible = replaced(
    text,
    actions.map((action) => ({ ...action, by: maskOf(text, action) })),
  );
  return replaced(
    visible,
    outermost(hidden).map(({ start, end }) => ({ start, end, by: blanks(visible.slice(start, end)) })),
  );
}

/** The text with stretches of it replaced by others of the same length. */
function replaced(text: string, parts: readonly (Range & { readonly by: string })[]): string {
  let at = 0;
  const pieces: string[] = [];
  for (const { start, end, by } of parts) {
    pieces.push(text.slice(at, start), by);
    at = end;
  }
  return pieces.join('') + text.slice(at);
}

/** Line ends stay. */
function blanks(text: string): string {
  return text.replace(/[^\r\n]/g, ' ');
}

function outermost(ranges: readonly Range[]): readonly Range[] {
  const kept: Range[] = [];
  for (const range of ranges.toSorted((a, b) => a.start - b.start)) {
    if (range.start >= (kept.at(-1)?.end ?? 0)) kept.push(range);
  }
  return kept;
}

function maskOf(text: string, { start, end, keyword }: TemplateAction): string {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const startsLine = text.slice(lineStart, start).trim() === '';
  const isKey = keyword === 'output' && /^[^\n#]*:(?:\s|$)/.test(text.slice(end));
  return startsLine && !isKey ? `#${filler.repeat(end - start - 1)}` : filler.repeat(end - start);
}

/** Who asks for the cluster's versions. */
const versionCondition = /\.Capabilities\b|\bsemver(?:Compare)?\b|kubeVersion/i;

/** What never stands in the output together with the rest. */
function hiddenParts(actions: readonly TemplateAction[]): readonly Range[] | undefined {
  const hidden: Range[] = [];
  const open: { readonly head: TemplateAction; firstElse?: TemplateAction }[] = [];
  for (const action of actions) {
    const block = open.at(-1);
    switch (action.keyword) {
      case 'if':
      case 'with':
      case 'range':
      case 'define':
      case 'block':
        open.push({ head: action });
        break;
      case 'else':
        if (!block) return undefined;
        block.firstElse ??= action;
        break;
      case 'end': {
        if (!block) return undefined;
        open.pop();
        const { head, firstElse } = block;
        const isWhole = head.keyword === 'define' || (firstElse && versionCondition.test(head.code));
        if (isWhole) hidden.push({ start: head.end, end: action.start });
        else if (firstElse) hidden.push({ start: firstElse.end, end: action.start });
        break;
      }
      default:
    }
  }
  return open.length === 0 ? hidden : undefined;
}

/** Plain data without what a template fills in: entries are left out, and items are `null` so that others keep their places. */
export function withoutMasked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutMasked(item) ?? null);
  if (typeof value === 'string') return isMasked(value) ? undefined : value;
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).flatMap(([key, item]) => {
    const visible = isMasked(key) ? undefined : withoutMasked(item);
    return visible === undefined ? [] : [[key, visible] as const];
  });
  return Object.fromEntries(kept);
}
