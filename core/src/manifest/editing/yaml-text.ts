import { resolvePlainScalar, type ScalarValue } from '../plain-scalar.ts';

/** Data to be written into a manifest. */
export type YamlValue = ScalarValue | readonly YamlValue[] | { readonly [key: string]: YamlValue };

/** How strings are written where they may be: `plain` quotes only what must be. */
export type QuotingStyle = 'plain' | 'single' | 'double';

/** How new text is laid out, after what stands around it. */
export interface TextLayout {
  /** Blanks by which a nested mapping is indented. */
  readonly step: number;
  /** Blanks by which a sequence is indented below its key: often 0. */
  readonly sequenceStep: number;
}

export function isCollectionValue(
  value: YamlValue,
): value is readonly YamlValue[] | Readonly<Record<string, YamlValue>> {
  return typeof value === 'object' && value !== null;
}

/** The lines of `key: value` in block style, without the indentation of the whole. */
export function entryLines(key: string, value: YamlValue, layout: TextLayout): readonly string[] {
  const keyText = scalarText(key, 'plain', false);
  const below = blockLines(value, layout);
  if (below === undefined) return [`${keyText}: ${flowText(value, 'plain')}`];
  const indent = Array.isArray(value) ? layout.sequenceStep : layout.step;
  return [`${keyText}:`, ...below.map((line) => ' '.repeat(indent) + line)];
}

/** The lines of `- value` in block style, without the indentation of the whole. */
export function itemLines(value: YamlValue, layout: TextLayout): readonly string[] {
  const lines = blockLines(value, layout) ?? [flowText(value, 'plain')];
  return lines.map((line, index) => (index === 0 ? '- ' : '  ') + line);
}

/** A collection in block style; `undefined` for a scalar and for an empty collection. */
export function blockLines(value: YamlValue, layout: TextLayout): readonly string[] | undefined {
  if (!isCollectionValue(value)) return undefined;
  const lines = isSequence(value)
    ? value.flatMap((item) => itemLines(item, layout))
    : Object.entries(value).flatMap(([key, entry]) => entryLines(key, entry, layout));
  return lines.length === 0 ? undefined : lines;
}

/** On one line: `{a: 1, b: [x]}`. Keys and strings are quoted where `style` says so, as in JSON. */
export function flowText(value: YamlValue, style: QuotingStyle): string {
  if (!isCollectionValue(value)) return scalarText(value, style, false);
  if (isSequence(value)) return `[${value.map((item) => flowItem(item, style)).join(', ')}]`;
  return `{${Object.entries(value)
    .map(([key, entry]) => flowEntry(key, entry, style))
    .join(', ')}}`;
}

/** `key: value` inside braces. */
export function flowEntry(key: string, value: YamlValue, style: QuotingStyle): string {
  return `${scalarText(key, style, true)}: ${flowItem(value, style)}`;
}

/** A value inside braces or brackets. */
export function flowItem(value: YamlValue, style: QuotingStyle): string {
  return isCollectionValue(value) ? flowText(value, style) : scalarText(value, style, true);
}

function isSequence(value: YamlValue): value is readonly YamlValue[] {
  return Array.isArray(value);
}

/** A scalar that reads back as the same value, in the style asked for where that is possible. */
export function scalarText(value: ScalarValue, style: QuotingStyle, inFlow: boolean): string {
  if (typeof value === 'number') return numberText(value);
  if (typeof value !== 'string') return String(value);
  if (style === 'plain' && isPlainSafe(value, inFlow)) return value;
  if (style === 'single' && !needsEscapes.test(value)) return `'${value.replaceAll("'", "''")}'`;
  return doubleQuoted(value);
}

function numberText(value: number): string {
  if (Number.isNaN(value)) return '.nan';
  if (Number.isFinite(value)) return String(value);
  return value > 0 ? '.inf' : '-.inf';
}

/** Control characters, exotic line ends, byte order marks and halves of surrogate pairs. */
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const needsEscapes = /[\u0000-\u001F\u007F-\u009F\u2028\u2029\uFEFF\uFFFE\uFFFF]|\p{Surrogate}/u;

/** Words that some reader of YAML 1.1 takes for a time, a date or a default value. */
const readDifferently = /^([-+]?\d[\d_]*(:[0-5]?\d)+(\.\d*)?|\d{4}-\d.*|=|<<)$/;
const startsLikeSyntax = /^(?:[,[\]{}#&*!|>'"%@`]|[-?:](?:[\s,[\]{}]|$)|---|\.\.\.)/;
const holdsSyntax = /:(?:\s|$)|\s#|\{\{|\{%|<%|#@/;

function isPlainSafe(text: string, inFlow: boolean): boolean {
  if (text === '' || text !== text.trim() || needsEscapes.test(text)) return false;
  if (startsLikeSyntax.test(text) || holdsSyntax.test(text) || readDifferently.test(text)) return false;
  if (inFlow && /[,[\]{}]/.test(text)) return false;
  return resolvePlainScalar(text) === text;
}

/** JSON's escapes are YAML's too; what JSON leaves bare but YAML does not allow is escaped as well. */
function doubleQuoted(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007F-\u009F\u2028\u2029\uFEFF\uFFFE\uFFFF]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
