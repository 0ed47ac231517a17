/** What a scalar can stand for in JSON. */
export type ScalarValue = string | number | boolean | null;

const words: ReadonlyMap<string, ScalarValue> = new Map<string, ScalarValue>([
  ...['', '~', 'null', 'Null', 'NULL'].map((word) => [word, null] as const),
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map(
    (word) => [word, true] as const,
  ),
  ...['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map(
    (word) => [word, false] as const,
  ),
  ...['.nan', '.NaN', '.NAN'].map((word) => [word, NaN] as const),
  ...['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF'].map((word) => [word, Infinity] as const),
  ...['-.inf', '-.Inf', '-.INF'].map((word) => [word, -Infinity] as const),
]);

const longestWord = Math.max(...Array.from(words.keys(), (word) => word.length));

const integer = /^([+-]?)(0[xX][\da-fA-F]+|0[bB][01]+|0[oO][0-7]+|0[0-7]*|[1-9]\d*)$/;
const float = /^[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?$/;

/**
 * What an unquoted scalar without a tag means to kubectl and the API server, which read YAML 1.1: `Off` is false,
 * `0644` is 420, `12:30` and dates stay text. Mirrors `resolve` of sigs.k8s.io/yaml 1.6.0 (goyaml.v2/resolve.go).
 * Integers beyond 2^53 lose digits.
 */
export function resolvePlainScalar(text: string): ScalarValue {
  if (text.length <= longestWord) {
    const word = words.get(text);
    if (word !== undefined) return word;
  }
  const first = text.charCodeAt(0);
  if (first === dot) return float.test(text) ? Number(text) : text;
  if (first !== plus && first !== minus && (first < zero || first > nine)) return text;
  const digits = text.includes('_') ? text.replaceAll('_', '') : text;
  const whole = integer.exec(digits);
  if (whole) return readInteger(whole[1] ?? '', whole[2] ?? '');
  return float.test(digits) ? Number(digits) : text;
}

const [dot, plus, minus, zero, nine] = ['.', '+', '-', '0', '9'].map((letter) => letter.charCodeAt(0)) as [
  number,
  number,
  number,
  number,
  number,
];

function readInteger(sign: string, digits: string): number {
  const octal = /^0[0-7]+$/.test(digits);
  const value = Number(octal ? `0o${digits}` : digits);
  return sign === '-' && value !== 0 ? -value : value;
}
