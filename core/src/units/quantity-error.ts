import { namedSuffixes, readSuffix } from './quantity-suffix.ts';

/** A spelling that Kubernetes accepts. */
export interface QuantitySuggestion {
  readonly text: string;
  /** True where the author can have meant nothing else, so that a fix may be applied unasked. */
  readonly certain: boolean;
}

/** Why a text is no Kubernetes quantity. */
export interface QuantityError {
  readonly code: 'empty' | 'malformed' | 'unknown-suffix' | 'out-of-range';
  /** One sentence without the offending text itself: `unknown suffix "MB"`. */
  readonly message: string;
  readonly suggestion?: QuantitySuggestion;
}

/** Finds out what is wrong with a text that the quantity grammar refuses, and the nearest spelling that it accepts. */
export function explainQuantityError(text: string): QuantityError {
  if (text === '') return { code: 'empty', message: 'a quantity must not be empty' };
  const parts = /^([+-]?)([\d.,_\s]*\d[\d.,_]*|\d*)(\s*)(.*)$/s.exec(text);
  const [, sign = '', number = '', gap = '', suffix = ''] = parts ?? [];
  if (!/\d/.test(number)) {
    return { code: 'malformed', message: 'a quantity starts with a number, such as 500m or 2Gi' };
  }
  const digits = plainNumber(number);
  const unit = plainSuffix(suffix);
  const suggestion =
    digits && unit
      ? { text: sign + digits.text + unit.text, certain: digits.certain && unit.certain }
      : undefined;
  const found = suggestion ? { suggestion } : {};
  if (/[,_\s]/.test(number)) return { code: 'malformed', message: describeNumber(number), ...found };
  if (!digits) return { code: 'malformed', message: `"${number}" is not a decimal number` };
  if (gap !== '') {
    return { code: 'malformed', message: 'there must be no space between number and suffix', ...found };
  }
  return { code: 'unknown-suffix', message: describeSuffix(suffix), ...found };
}

function describeNumber(number: string): string {
  if (number.includes(',')) return 'the decimal sign is a point, and thousands are not separated';
  if (number.includes('_')) return 'digits are not grouped with "_"';
  return 'there must be no space inside the number';
}

function describeSuffix(suffix: string): string {
  if (suffix === '%') return 'a percentage is not a quantity';
  return `unknown suffix ${JSON.stringify(suffix)}; known are ${namedSuffixes.join(', ')} and exponents such as e3`;
}

/** The number without grouping and with a decimal point. `1,000` stays doubtful: it may be one or a thousand. */
function plainNumber(number: string): QuantitySuggestion | undefined {
  const text = number.replace(/[_\s]/g, '').replace(/^(\d+),(\d+)$/, '$1.$2');
  return /^(\d+\.?\d*|\.\d+)$/.test(text) ? { text, certain: !number.includes(',') } : undefined;
}

/** Units whose meaning is plain but whose spelling is not Kubernetes' own. */
const spellings: Readonly<Record<string, QuantitySuggestion>> = {
  K: { text: 'k', certain: false },
  KB: { text: 'k', certain: false },
  kB: { text: 'k', certain: true },
  B: { text: '', certain: true },
  b: { text: '', certain: false },
  byte: { text: '', certain: true },
  bytes: { text: '', certain: true },
  core: { text: '', certain: true },
  cores: { text: '', certain: true },
  cpu: { text: '', certain: true },
  cpus: { text: '', certain: true },
  millicores: { text: 'm', certain: true },
  mcpu: { text: 'm', certain: true },
};

function plainSuffix(suffix: string): QuantitySuggestion | undefined {
  const text = suffix.trim();
  if (readSuffix(text)) return { text, certain: true };
  const known = Object.hasOwn(spellings, text) ? spellings[text] : undefined;
  if (known) return known;
  const withoutByte = text.replace(/B$/, '');
  if (
    withoutByte !== text &&
    readSuffix(withoutByte) &&
    withoutByte.length > 0 &&
    !/^[num]$/.test(withoutByte)
  ) {
    return { text: withoutByte, certain: true };
  }
  return nearestByCase(text);
}

/** `gi`, `GIB`, `mb`: the letters are right but their case is not. `m` alone would be milli, so never certain there. */
function nearestByCase(suffix: string): QuantitySuggestion | undefined {
  const letters = suffix.toLowerCase().replace(/b(yte|ytes)?$/, '');
  const match = namedSuffixes.find((known) => /^[KMGTPEk]/.test(known) && known.toLowerCase() === letters);
  if (match === undefined) return undefined;
  return { text: match, certain: match.endsWith('i') };
}
