import { fail, ok, type Result } from '../../units/index.ts';

export type RequirementOperator = '=' | '!=' | 'in' | 'notin' | 'exists' | '!' | 'gt' | 'lt';

/** One condition of a label selector. `values` are sorted and each there once. */
export interface LabelRequirement {
  readonly key: string;
  readonly operator: RequirementOperator;
  readonly values: readonly string[];
}

const token = /\s+|(?<word>[^\s,()=!<>]+)|(?<mark>==|=|!=|!|<|>|,|\(|\))|(?<bad>.)/gsu;
const qualifiedName = /^(?:[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?\/)?[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
const labelValue = /^(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/;

/**
 * Reads a label selector in Kubernetes' query syntax (apimachinery v0.36, pkg/labels/selector.go): requirements sorted by
 * key, keys and values checked as the API server checks them.
 */
export function parseLabelSelector(text: string): Result<readonly LabelRequirement[], string> {
  const words: string[] = [];
  for (const { groups = {} } of text.matchAll(token)) {
    const word = groups.word ?? groups.mark;
    if (word !== undefined) words.push(word);
  }
  const reader = new SelectorReader(words);
  try {
    const requirements = reader.all();
    return ok([...requirements].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)));
  } catch (error) {
    if (!(error instanceof SelectorError)) throw error;
    return fail(`unable to parse requirement: ${error.message}`);
  }
}

class SelectorError extends Error {}

class SelectorReader {
  readonly #words: readonly string[];
  #next = 0;

  constructor(words: readonly string[]) {
    this.#words = words;
  }

  all(): LabelRequirement[] {
    const requirements: LabelRequirement[] = [];
    if (this.#words.length === 0) return requirements;
    for (;;) {
      requirements.push(this.#requirement());
      const word = this.#words[this.#next];
      if (word === undefined) return requirements;
      if (word !== ',') throw new SelectorError(`found '${word}', expected: ',' or end of string`);
      this.#next += 1;
      // A comma at the end is allowed.
      if (this.#next === this.#words.length) return requirements;
    }
  }

  #take(): string | undefined {
    return this.#words[this.#next++];
  }

  #requirement(): LabelRequirement {
    const first = this.#take();
    if (first === '!') return { key: this.#key(this.#take()), operator: '!', values: [] };
    const key = this.#key(first);
    const mark = this.#words[this.#next];
    switch (mark) {
      case undefined:
      case ',':
        return { key, operator: 'exists', values: [] };
      case '=':
      case '==':
        return { key, operator: '=', values: [this.#exactValue()] };
      case '!=':
        return { key, operator: '!=', values: [this.#exactValue()] };
      case '<':
      case '>':
        return { key, operator: mark === '<' ? 'lt' : 'gt', values: [this.#integer()] };
      case 'in':
      case 'notin':
        return { key, operator: mark, values: this.#set() };
      default:
        throw new SelectorError(`found '${mark}', expected: in, notin, =, ==, !=, gt, lt`);
    }
  }

  #key(word: string | undefined): string {
    if (word === undefined || !qualifiedName.test(word)) {
      throw new SelectorError(`invalid label key ${JSON.stringify(word ?? '')}`);
    }
    return word;
  }

  #exactValue(): string {
    this.#next += 1;
    const word = this.#words[this.#next];
    if (word === undefined || word === ',') return '';
    this.#next += 1;
    return checkedValue(word);
  }

  #integer(): string {
    const value = this.#exactValue();
    if (!/^-?\d+$/.test(value)) {
      throw new SelectorError('for Gt and Lt operators, the value must be an integer');
    }
    return value;
  }

  #set(): readonly string[] {
    this.#next += 1;
    if (this.#take() !== '(') throw new SelectorError("found no '(' after in or notin");
    const values = new Set<string>();
    let expectsValue = true;
    for (;;) {
      const word = this.#take();
      if (word === undefined) throw new SelectorError("found no ')'");
      if (word === ')') {
        if (expectsValue) values.add('');
        return [...values].sort();
      }
      if (word === ',') {
        if (expectsValue) values.add('');
        expectsValue = true;
      } else {
        if (!expectsValue) throw new SelectorError(`found '${word}', expected: ',' or ')'`);
        values.add(checkedValue(word));
        expectsValue = false;
      }
    }
  }
}

function checkedValue(word: string): string {
  if (!labelValue.test(word) || word.length > 63) {
    throw new SelectorError(`invalid label value ${JSON.stringify(word)}`);
  }
  return word;
}

/** In Kubernetes' syntax, one spelling for one selector. */
export function labelSelectorText(requirements: readonly LabelRequirement[]): string {
  return requirements.map(requirementText).join(',');
}

function requirementText({ key, operator, values }: LabelRequirement): string {
  switch (operator) {
    case 'exists':
      return key;
    case '!':
      return `!${key}`;
    case 'in':
    case 'notin':
      return `${key} ${operator} (${values.join(',')})`;
    case 'gt':
    case 'lt':
      return `${key}${operator === 'gt' ? '>' : '<'}${values[0] ?? ''}`;
    case '=':
    case '!=':
      return `${key}${operator}${values[0] ?? ''}`;
  }
}

/** Whether labels fulfill all requirements; `!=` and `notin` also hold where the label is absent. */
export function selectorMatches(
  requirements: readonly LabelRequirement[],
  labels: Readonly<Record<string, string>>,
): boolean {
  return requirements.every((requirement) => holds(requirement, labels[requirement.key]));
}

function holds({ operator, values }: LabelRequirement, value: string | undefined): boolean {
  switch (operator) {
    case 'exists':
      return value !== undefined;
    case '!':
      return value === undefined;
    case '=':
    case 'in':
      return value !== undefined && values.includes(value);
    case '!=':
    case 'notin':
      return value === undefined || !values.includes(value);
    case 'gt':
      return value !== undefined && /^-?\d+$/.test(value) && BigInt(value) > BigInt(values[0] ?? '0');
    case 'lt':
      return value !== undefined && /^-?\d+$/.test(value) && BigInt(value) < BigInt(values[0] ?? '0');
  }
}
