import { type CST, isScalar, type ParsedNode } from 'yaml';

import type { Place } from '../document-tree.ts';
import { nodeRange, valueRange } from '../node-ranges.ts';
import type { ScalarValue } from '../plain-scalar.ts';
import type { TextEdit } from '../text-edit.ts';
import { colonEnd, type EditSite, isFlowCollection, memberRange, quotingOf } from './edit-site.ts';
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
  const literal = typeof value === 'string' ? literalEdits(site, node, value) : undefined;
  if (literal) return literal;
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

/** A block scalar stays one where the new text can be written so; its header's comment stays too. */
function literalEdits(site: EditSite, node: ParsedNode, value: string): readonly TextEdit[] | undefined {
  const token = node.srcToken;
  if (token?.type !== 'block-scalar' || !literalText.test(value) || /\s$/.test(value.replace(/\n$/, ''))) {
    return undefined;
  }
  const header = token.props.find((prop): prop is CST.SourceToken => prop.type === 'block-scalar-header');
  const indent = /^[ ]+(?=\S)/m.exec(token.source)?.[0];
  if (!header || indent === undefined || header.source.length > 2 || /\d/.test(header.source)) {
    return undefined;
  }
  const lines = value.replace(/\n$/, '').split('\n');
  const body = lines.map((line) => (line === '' ? '' : indent + line)).join(site.resource.file.lineEnd);
  const bodyStart = node.range[1] - token.source.length;
  return [
    site.edit(header.offset, header.offset + header.source.length, value.endsWith('\n') ? '|' : '|-'),
    site.edit(bodyStart, nodeRange(node).end, body),
  ];
}
