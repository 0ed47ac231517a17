import type { Expression, FunctionName } from './go-template-expression.ts';

/** What a template sees: texts, lists of texts and maps of texts. */
export type TemplateValue =
  string | number | boolean | readonly string[] | Readonly<Record<string, string>> | undefined;

export type TemplateData = Readonly<Record<string, TemplateValue>>;

export function evaluate(expression: Expression, data: TemplateData): TemplateValue {
  switch (expression.type) {
    case 'literal':
      return expression.value;
    case 'field':
      return fieldValue(expression.path, data);
    case 'call':
      return call(
        expression.name,
        expression.arguments.map((argument) => evaluate(argument, data)),
      );
  }
}

function fieldValue(path: readonly string[], data: TemplateData): TemplateValue {
  let value: TemplateValue | TemplateData = data;
  for (const name of path) {
    if (!isMap(value)) throw new RangeError(`.${path.join('.')}: there is nothing inside a text or a list`);
    value = Object.hasOwn(value, name) ? value[name] : undefined;
  }
  return value as TemplateValue;
}

function call(name: FunctionName, values: readonly TemplateValue[]): TemplateValue {
  const [first, ...others] = values;
  switch (name) {
    case 'index':
      return others.reduce(element, first);
    case 'eq':
      return others.some((other) => other === first);
    case 'ne':
      return first !== others[0];
    case 'and':
      return firstOrLast(values, (value) => !isTruthy(value));
    case 'or':
      return firstOrLast(values, isTruthy);
    case 'not':
      return !isTruthy(first);
    case 'len':
      return lengthOf(first);
  }
}

function firstOrLast(
  values: readonly TemplateValue[],
  decides: (value: TemplateValue) => boolean,
): TemplateValue {
  const index = values.findIndex(decides);
  return values.at(index);
}

/** Go gives the zero value for a key that a map does not have, and refuses an index outside a list. */
function element(value: TemplateValue, key: TemplateValue): TemplateValue {
  if (isMap(value)) return value[valueText(key)] ?? '';
  if (Array.isArray(value)) {
    const items: readonly string[] = value;
    const item = items[Number(key)];
    if (item === undefined) throw new RangeError(`index ${valueText(key)} of a list of ${items.length}`);
    return item;
  }
  throw new RangeError('index: neither a map nor a list');
}

function lengthOf(value: TemplateValue): number {
  if (typeof value === 'string') return new TextEncoder().encode(value).length;
  if (Array.isArray(value)) return value.length;
  if (isMap(value)) return Object.keys(value).length;
  throw new RangeError('len: neither a text nor a list nor a map');
}

export function isTruthy(value: TemplateValue): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (isMap(value)) return Object.keys(value).length > 0;
  return Boolean(value);
}

/** As Go's `fmt` prints it: `[a b]` for a list, `map[k:v]` with sorted keys, `<no value>` for nothing. */
export function valueText(value: TemplateValue): string {
  if (value === undefined) return '<no value>';
  if (Array.isArray(value)) return `[${value.join(' ')}]`;
  if (isMap(value)) {
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `map[${entries.map(([key, text]) => `${key}:${text}`).join(' ')}]`;
  }
  return String(value);
}

function isMap(value: unknown): value is Readonly<Record<string, string>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
