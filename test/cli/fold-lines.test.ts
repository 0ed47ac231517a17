import { describe, expect, it } from 'vitest';

import { fittedTable } from '#plugin/output/fitted-table.ts';
import { foldLines } from '#plugin/output/fold-lines.ts';
import { paletteFor, plainPalette } from '#plugin/output/palette.ts';
import { widthOf } from '#plugin/output/text-table.ts';

describe('lines folded to a terminal', () => {
  it.each([
    ['a line that fits', 'one  two   three', 16, 'one  two   three'],
    ['a sentence', 'one two three four', 9, 'one two\nthree\nfour'],
    ['an indented sentence', '  one two three', 9, '  one two\n  three'],
    ['a label and a sentence', 'note  one two three four', 15, 'note  one two\n      three\n      four'],
    ['cells that do not fit go whole below', 'a    bb bb bb   cc cc cc', 20, 'a    bb bb bb\n     cc cc cc'],
    [
      'a long first cell goes on at an indent',
      'a first cell  and its second cell',
      20,
      'a first cell\n    and its second\n    cell',
    ],
    [
      'a word that is wider than the line stays whole',
      'see  https://example.org/a',
      12,
      'see  https://example.org/a',
    ],
    ['several lines', 'a  b\n\nlong line', 5, 'a  b\n\nlong\nline'],
  ])('%s', (_, text, width, expected) => {
    expect(foldLines(text, width)).toBe(expected);
  });

  it('counts no columns for colours', () => {
    const { red } = paletteFor({ isTTY: true }, {});
    const text = `${red('red')}  one ${red('two')}`;
    expect(foldLines(text, widthOf(text))).toBe(text);
    expect(foldLines(`${text} three`, widthOf(text))).toBe(`${text}\n     three`);
  });

  it('stays whole without a terminal', () => {
    const text = 'word '.repeat(500);
    expect(foldLines(text, Infinity)).toBe(text);
  });
});

describe('a table fitted to a terminal', () => {
  const titles = ['NODE', 'POOL', 'USED', 'USED', 'WHY'];
  const rows = [
    ['node-1', 'pool-1', '10 %', '20 %', 'it is empty'],
    ['node-22', 'pool-2', '5 %', '7 %', 'too full'],
  ];
  const at = (lineWidth: number, lastFolds = false): string =>
    fittedTable(
      titles,
      rows,
      { lineWidth, palette: plainPalette },
      { leastFirst: ['USED', 'POOL'], lastFolds },
    );

  it('keeps every column where they fit, to the last character', () => {
    expect(at(40)).toBe(
      'NODE     POOL    USED  USED  WHY\nnode-1   pool-1  10 %  20 %  it is empty\nnode-22  pool-2  5 %   7 %   too full',
    );
  });

  it('leaves out the least important ones, all of one title, and says so', () => {
    expect(at(39)).toBe(
      'NODE     POOL    WHY\nnode-1   pool-1  it is empty\nnode-22  pool-2  too full\nnot shown at this width: USED',
    );
    expect(at(5)).toBe(
      'NODE     WHY\nnode-1   it is empty\nnode-22  too full\nnot shown at this width: USED, POOL',
    );
  });

  it('keeps more where the last column can be folded', () => {
    const sentence = [['node-1', 'pool-1', '10 %', '20 %', 'no other node has a place for it']];
    const style = { lineWidth: 50, palette: plainPalette };
    const folded = fittedTable(titles, sentence, style, { leastFirst: ['USED', 'POOL'], lastFolds: true });
    expect(folded).not.toContain('not shown');
    expect(foldLines(folded, 50).split('\n').slice(1)).toEqual([
      'node-1  pool-1  10 %  20 %  no other node has a',
      '                            place for it',
    ]);
    expect(fittedTable(titles, sentence, style, { leastFirst: ['USED', 'POOL'] })).toContain('not shown');
  });
});
