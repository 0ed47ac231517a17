import type { SeededRandom } from '#core/stats/index.ts';

/** What a mutant may be made from beside its parent. */
export interface MutationStock {
  /** Other inputs, for crossing. */
  readonly others: readonly string[];
  /** Words of the language that the reader knows. */
  readonly words: readonly string[];
  readonly longest: number;
}

/** Characters that parsers trip over. */
const odd = [
  ...[
    '\0',
    '\t',
    '\r',
    '\n',
    ' ',
    '"',
    "'",
    '`',
    '\\',
    '/',
    '%',
    '&',
    '*',
    '#',
    '-',
    ':',
    ',',
    '.',
    '|',
    '>',
    '<',
    '~',
  ],
  ...[
    '{',
    '}',
    '[',
    ']',
    '(',
    ')',
    '{{',
    '}}',
    '$',
    '=',
    '!',
    '?',
    '@',
    '0',
    '9',
    'e',
    '\x1b',
    '\x7f',
    '\x85',
    '\xa0',
  ],
  ...[
    '\u2028',
    '\ufeff',
    '\ud83d',
    '\ude00',
    '\u{1f600}',
    'é',
    '__proto__',
    'NaN',
    '-1',
    '1e999',
    '0x1',
    '9007199254740993',
  ],
];

/** A changed copy of `text`: one to eight small changes. The same randomness gives the same mutant. */
export function mutate(text: string, random: SeededRandom, stock: MutationStock): string {
  let mutant = text;
  const changes = 1 + below(random, 4) * below(random, 3);
  for (let change = 0; change < Math.max(1, changes); change++) mutant = once(mutant, random, stock);
  return mutant.slice(0, stock.longest);
}

function once(text: string, random: SeededRandom, { others, words, longest }: MutationStock): string {
  const start = below(random, text.length + 1);
  const end = start + below(random, Math.min(text.length - start, 1 + 2 ** below(random, 8)) + 1);
  const put = (middle: string): string => text.slice(0, start) + middle + text.slice(end);
  const pick = <T>(from: readonly T[]): T | undefined => from[below(random, from.length)];
  switch (below(random, 12)) {
    case 0:
      return put('');
    case 1:
      return put(pick(odd)!);
    case 2:
    case 3:
      return text.slice(0, start) + (pick(words) ?? pick(odd)!) + text.slice(start);
    case 4:
      return put(pick(words) ?? pick(odd)!);
    case 5:
      return put(String.fromCharCode(below(random, random.next() < 0.9 ? 128 : 65_536)));
    case 6: {
      // The same piece again: loops and tables that grow.
      const piece = text.slice(start, end);
      const times = random.next() < 0.05 ? Math.floor(longest / (piece.length + 1)) : 2 + below(random, 6);
      return text.slice(0, end) + piece.repeat(times) + text.slice(end);
    }
    case 7: {
      // A piece of another input.
      const other = pick(others) ?? text;
      const from = below(random, other.length + 1);
      return put(other.slice(from, from + 2 ** below(random, 10)));
    }
    case 8: {
      const lines = text.split('\n');
      const [from, to] = [below(random, lines.length), below(random, lines.length)];
      lines.splice(to, 0, ...lines.splice(from, 1 + below(random, 3)));
      return lines.join('\n');
    }
    case 9:
      return text.replace(/\d+/g, (number) => (random.next() < 0.2 ? (pick(numbers) ?? number) : number));
    case 10: {
      const other = pick(others) ?? text;
      return text.slice(0, start) + other.slice(below(random, other.length + 1));
    }
    default: {
      const nested = 1 + below(random, random.next() < 0.05 ? 2000 : 6);
      const [open, close] = pick(brackets)!;
      return (
        text.slice(0, start) +
        open.repeat(nested) +
        text.slice(start, end) +
        close.repeat(nested) +
        text.slice(end)
      );
    }
  }
}

const numbers = [
  '0',
  '1',
  '-1',
  '2147483648',
  '9223372036854775807',
  '1e400',
  '0.1',
  '-0',
  '00',
  '1_000',
  '.5',
  '١',
];
const brackets = [
  ['[', ']'],
  ['{a: ', '}'],
  ['(', ')'],
  ['{"a":', '}'],
  ['<<', '>>'],
  ['- ', ''],
  ['a: \n ', ''],
] as const;

function below(random: SeededRandom, limit: number): number {
  return Math.floor(random.next() * limit);
}
