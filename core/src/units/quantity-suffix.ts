/** How a quantity was written, and will be written again. The names are those of `resource.Format` in apimachinery. */
export type QuantityFormat = 'DecimalSI' | 'BinarySI' | 'DecimalExponent';

/** What stands behind the number: value = number × base^exponent. */
export interface QuantitySuffix {
  readonly base: 2 | 10;
  readonly exponent: number;
  readonly format: QuantityFormat;
}

const decimalExponents: Readonly<Record<string, number>> = {
  n: -9,
  u: -6,
  m: -3,
  '': 0,
  k: 3,
  M: 6,
  G: 9,
  T: 12,
  P: 15,
  E: 18,
};

const binaryExponents: Readonly<Record<string, number>> = { Ki: 10, Mi: 20, Gi: 30, Ti: 40, Pi: 50, Ei: 60 };

const decimalSuffixes = new Map(Object.entries(decimalExponents).map(([text, exponent]) => [exponent, text]));
const binarySuffixes = new Map(Object.entries(binaryExponents).map(([text, exponent]) => [exponent, text]));

/** Every suffix but `""` and the exponent forms, in the order in which a message lists them. */
export const namedSuffixes: readonly string[] = [
  ...Object.keys(binaryExponents),
  ...Object.keys(decimalExponents).filter((text) => text !== ''),
];

/** Mirrors `interpret` of apimachinery's suffix.go (0.36); `undefined` for what is no suffix. */
export function readSuffix(text: string): QuantitySuffix | undefined {
  const decimal = Object.hasOwn(decimalExponents, text) ? decimalExponents[text] : undefined;
  if (decimal !== undefined) return { base: 10, exponent: decimal, format: 'DecimalSI' };
  const binary = Object.hasOwn(binaryExponents, text) ? binaryExponents[text] : undefined;
  if (binary !== undefined) return { base: 2, exponent: binary, format: 'BinarySI' };
  if (!/^[eE][+-]?\d+$/.test(text)) return undefined;
  return { base: 10, exponent: Number(text.slice(1)), format: 'DecimalExponent' };
}

/** The largest power of 1000 that has a letter: `E`. */
export const largestDecimalExponent = 18;

/** `3` → `k` (DecimalSI) or `e3` (DecimalExponent). `exponent` is a multiple of three. */
export function decimalSuffix(exponent: number, format: 'DecimalSI' | 'DecimalExponent'): string {
  if (format === 'DecimalExponent') return exponent === 0 ? '' : `e${exponent}`;
  return decimalSuffixes.get(exponent) ?? '';
}

/** `20` → `Mi`; `0` → ``. */
export function binarySuffix(exponent: number): string {
  return binarySuffixes.get(exponent) ?? '';
}
