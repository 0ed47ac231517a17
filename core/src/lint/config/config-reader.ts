import type { Position } from '../../manifest/ranges.ts';
import { nearest } from '../../units/nearest.ts';

/** What is wrong at a place of the configuration. */
export interface ConfigProblem {
  /** The way to it, for people: `rules.hpa-no-metrics`; empty for the file as a whole. */
  readonly path: string;
  readonly message: string;
  readonly position: Position;
}

/**
 * Reads plain data and notes what is wrong with it. Every reader answers `undefined` for a value that is absent or wrong, so that one
 * reading finds all mistakes.
 */
export class ConfigReader {
  readonly problems: Omit<ConfigProblem, 'position'>[] = [];

  problem(path: string, message: string): void {
    this.problems.push({ path, message });
  }

  /** A mapping whose keys are among `keys` (any, where none are given). */
  mapping(
    value: unknown,
    path: string,
    keys?: readonly string[],
  ): Readonly<Record<string, unknown>> | undefined {
    if (value === undefined || value === null) return undefined;
    if (typeof value !== 'object' || Array.isArray(value)) {
      this.problem(path, `must be a mapping, not ${describe(value)}`);
      return undefined;
    }
    if (keys) this.#knownKeys(value, path, keys);
    return value as Readonly<Record<string, unknown>>;
  }

  oneOf<Choice extends string>(value: unknown, path: string, choices: readonly Choice[]): Choice | undefined {
    if (value === undefined) return undefined;
    const choice = choices.find((candidate) => candidate === value);
    if (choice === undefined) {
      this.problem(path, `must be one of ${choices.join(', ')}, not ${describe(value)}`);
    }
    return choice;
  }

  /** A list of texts, or one text. */
  texts(value: unknown, path: string): readonly string[] | undefined {
    if (value === undefined) return undefined;
    const items: readonly unknown[] = Array.isArray(value) ? value : [value];
    const texts = items.filter((item) => typeof item === 'string');
    if (texts.length < items.length) this.problem(path, 'must be a list of texts');
    return texts;
  }

  flag(value: unknown, path: string): boolean | undefined {
    if (value === undefined || typeof value === 'boolean') return value;
    this.problem(path, `must be true or false, not ${describe(value)}`);
    return undefined;
  }

  number(value: unknown, path: string, minimum: number): number | undefined {
    if (typeof value === 'number' && value >= minimum) return value;
    this.problem(path, `must be a number of at least ${minimum}, not ${describe(value)}`);
    return undefined;
  }

  text(value: unknown, path: string): string | undefined {
    if (value === undefined || typeof value === 'string') return value;
    this.problem(path, `must be a text, not ${describe(value)}`);
    return undefined;
  }

  #knownKeys(mapping: object, path: string, keys: readonly string[]): void {
    for (const key of Object.keys(mapping)) if (!keys.includes(key)) this.#unknownKey(path, key, keys);
  }

  #unknownKey(path: string, key: string, keys: readonly string[]): void {
    const meant = nearest(key, keys);
    const hint = meant === undefined ? `known: ${keys.join(', ')}` : `did you mean ${meant}?`;
    this.problem(path === '' ? key : `${path}.${key}`, `is not known; ${hint}`);
  }
}

export function describe(value: unknown): string {
  return typeof value === 'string' ? `"${value}"` : JSON.stringify(value);
}
