import { type CST, isScalar, type ParsedNode } from 'yaml';

import type { Place } from '../document-tree.ts';
import { nodeRange, valueRange } from '../node-ranges.ts';
import type { ScalarValue } from '../plain-scalar.ts';
import type { TextEdit } from '../text-edit.ts';
import { colonEnd, type EditSite, isFlowCollection, memberRange, quotingOf } from './edit-site.ts';
import { lineEndOf } from './text-lines.ts';
import { type QuotingStyle, scalarText } from './yaml-text.ts';

/** Writes another scalar in place of one, or behind a key or `-` that has no value. Quotes stay as they are. */
export function scalarEdits(
  site: EditSite,
  place: Place,
  value: ScalarValue,
): readonly TextEdit[] | undefined {
  const { node, holder } = place;
  const range = valueRange(node);
  if (!range) return emptyValueEdits(site, place, scalarText(value, siblingQuoting(place), isInFlow(place)));
  if (!isScalar(node)) return undefined;
  if (node.srcToken?.type === 'block-scalar') return blockScalarEdits(site, node, node.srcToken, value);
  const style = node.type === 'PLAIN' && holder.type === 'pair' ? siblingQuoting(place) : quotingOf(node);
  return [site.edit(range.start, range.end, scalarText(value, style, isInFlow(place)))];
}

/** Behind the `:` of a key, or the `-` of an item, that nothing follows. */
export function emptyValueEdits(
  site: EditSite,
  { holder }: Place,
  text: string,
): readonly TextEdit[] | undefined {
  if (holder.type === 'pair') {
    const colon = colonEnd(holder.pair);
    if (colon !== undefined) return [site.insert(colon, ` ${text}`)];
    return [site.insert(nodeRange(holder.pair.key).end, `: ${text}`)];
  }
  if (holder.type === 'root' || holder.sequence.flow) return undefined;
  return [site.insert(memberRange(holder.sequence, holder.index).end, ` ${text}`)];
}

export function isInFlow({ holder }: Place): boolean {
  if (holder.type === 'root') return false;
  return isFlowCollection(holder.type === 'pair' ? holder.map : holder.sequence);
}

/** In JSON a string takes quotes even where a plain number stood. */
function siblingQuoting(place: Place): QuotingStyle {
  const { holder } = place;
  return holder.type === 'pair' && isInFlow(place) ? quotingOf(holder.pair.key) : 'plain';
}

/** Text that a literal block scalar (`|`) can hold as it is: at most one line end behind it, no blanks before it. */
const literalText = /^[^\s\p{C}\p{Zl}\p{Zp}](?:[^\p{C}\p{Zl}\p{Zp}]|\n|\t)*$/u;

/** A block scalar stays one where the new text can be written so; a comment behind its header stays in any case. */
function blockScalarEdits(
  site: EditSite,
  node: ParsedNode,
  token: CST.BlockScalar,
  value: ScalarValue,
): readonly TextEdit[] | undefined {
  const header = token.props.find((prop): prop is CST.SourceToken => prop.type === 'block-scalar-header');
  if (!header) return undefined;
  const bodyEnd = nodeRange(node).end;
  const body = typeof value === 'string' ? literalBody(site, token, value) : undefined;
  const headerText = body === undefined ? scalarText(value, 'plain', false) : literalHeader(value);
  const headerEnd = header.offset + header.source.length;
  const bodyStart = Math.min(lineEndOf(site.text, headerEnd), bodyEnd);
  return [site.edit(header.offset, headerEnd, headerText), site.edit(bodyStart, bodyEnd, body ?? '')];
}

function literalHeader(value: ScalarValue): string {
  return String(value).endsWith('\n') ? '|' : '|-';
}

/** The lines below the header, indented as they were; `undefined` for what only quotes can hold. */
function literalBody(site: EditSite, token: CST.BlockScalar, value: string): string | undefined {
  const text = value.replace(/\n$/, '');
  const indent = /^ +(?=\S)/m.exec(token.source)?.[0];
  if (indent === undefined || !literalText.test(value) || /\s$/.test(text)) return undefined;
  const { lineEnd } = site.resource.file;
  return text
    .split('\n')
    .map((line) => lineEnd + (line === '' ? '' : indent + line))
    .join('');
}
