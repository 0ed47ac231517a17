import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isMap, isScalar, isSeq, type ParsedNode } from 'yaml';

import { simpleNodes } from '#core/manifest/document-tree.ts';
import { itemIndicator, nodeRange, pairEnd, valueRange } from '#core/manifest/node-ranges.ts';
import { parseYamlDocument, scalarValue } from '#core/manifest/yaml-document.ts';

import { manifests } from './manifest-texts.ts';
import { simpleTexts } from './simple-texts.ts';

/** All that places and edits are computed from. */
function shape(node: ParsedNode | null): unknown {
  if (isMap(node)) {
    const pairs = node.items.map((pair) => {
      const { key, value, srcToken } = pair;
      const colon = srcToken?.sep?.find(({ type }) => type === 'map-value-ind');
      const properties = srcToken?.sep?.filter(({ type }) => type === 'anchor' || type === 'tag');
      const end = pairEnd(pair);
      return { key: shape(key), colon: colon?.offset, properties, end, value: shape(value) };
    });
    return { map: pairs, flow: node.flow === true, range: nodeRange(node), start: node.range[0] };
  }
  if (isSeq(node)) {
    const items = node.items.map((item, index) => ({
      dash: itemIndicator(node.srcToken, index),
      item: shape(item),
    }));
    return { sequence: items, flow: node.flow === true, range: nodeRange(node), start: node.range[0] };
  }
  if (!isScalar(node)) return node;
  const range = valueRange(node);
  // Where nothing stands, the place is that of what holds it.
  if (!range) return { nothing: scalarValue(node) };
  return { value: scalarValue(node), type: node.type, range, block: blockShape(node) };
}

function blockShape({ srcToken }: ParsedNode): unknown {
  if (srcToken?.type !== 'block-scalar') return undefined;
  const header = srcToken.props.find(({ type }) => type === 'block-scalar-header');
  const head = header && 'source' in header ? { offset: header.offset, source: header.source } : undefined;
  return { head, body: srcToken.source.trimEnd(), indent: /^ +(?=\S)/m.exec(srcToken.source)?.[0] };
}

function expectSameNodes(text: string): boolean {
  const simple = simpleNodes(text);
  if (!simple) return false;
  expect(shape(simple)).toEqual(shape(parseYamlDocument(text, true).contents));
  return true;
}

describe('the nodes of simple documents', () => {
  it('stand where the full parser finds them', () => {
    fc.assert(
      fc.property(simpleTexts, (text) => void expectSameNodes(text)),
      { numRuns: 20_000 },
    );
  });

  it('stand so in manifests', () => {
    let read = 0;
    fc.assert(
      fc.property(manifests, ({ text }) => {
        if (expectSameNodes(text)) read++;
      }),
      { numRuns: 1000 },
    );
    expect(read).toBeGreaterThan(200);
  });
});
