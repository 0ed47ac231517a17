import type { Path, PlainDocument } from '../../manifest/index.ts';
import { parsePrometheusDuration, toMilliseconds } from '../../units/index.ts';
import type { ConfigProblem } from './config-problem.ts';

type Mapping = Readonly<Record<string, unknown>>;

/**
 * Reads plain data and notes what is wrong with it. A value that is wrong reads like an absent one, so that one reading
 * finds all mistakes. Keys that are not known are remarked upon only: prometheus-adapter ignores them.
 */
export class ConfigFields {
  readonly problems: ConfigProblem[] = [];
  readonly #document: PlainDocument;

  constructor(document: PlainDocument) {
    this.#document = document;
  }

  error(path: Path, message: string): void {
    this.#add('error', path, message);
  }

  warning(path: Path, message: string): void {
    this.#add('warning', path, message);
  }

  mapping(value: unknown, path: Path, keys?: readonly string[]): Mapping {
    if (value === undefined || value === null) return {};
    if (typeof value !== 'object' || Array.isArray(value)) {
      this.error(path, `must be a mapping, not ${described(value)}`);
      return {};
    }
    for (const key of Object.keys(value)) {
      if (keys && !keys.includes(key)) {
        this.warning([...path, key], `is not known and ignored; known are ${keys.join(', ')}`);
      }
    }
    return value as Mapping;
  }

  list(value: unknown, path: Path): readonly unknown[] {
    if (value === undefined || value === null) return [];
    if (Array.isArray(value)) return value as readonly unknown[];
    this.error(path, `must be a list, not ${described(value)}`);
    return [];
  }

  /** Numbers and booleans are taken as they are written, as prometheus-adapter's reader does. */
  text(value: unknown, path: Path): string {
    if (value === undefined || value === null) return '';
    if (typeof value === 'string') return value;
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    this.error(path, `must be a text, not ${described(value)}`);
    return '';
  }

  requiredText(mapping: Mapping, key: string, path: Path): string {
    const text = this.text(mapping[key], [...path, key]);
    if (text === '') this.error(path, `${key} is missing`);
    return text;
  }

  /** A duration as Prometheus writes them, `14d`, in milliseconds; `fallbackMs` where it is absent or wrong. */
  durationMs(value: unknown, path: Path, fallbackMs: number): number {
    const text = this.text(value, path);
    if (text === '') return fallbackMs;
    const duration = parsePrometheusDuration(text);
    if (duration.ok) return toMilliseconds(duration.value);
    this.error(path, duration.error.message);
    return fallbackMs;
  }

  number(value: unknown, path: Path, fallback: number): number {
    if (value === undefined || value === null) return fallback;
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    this.error(path, `must be a number, not ${described(value)}`);
    return fallback;
  }

  flag(value: unknown, path: Path): boolean | undefined {
    if (value === undefined || value === null) return undefined;
    if (typeof value === 'boolean') return value;
    this.error(path, `must be true or false, not ${described(value)}`);
    return undefined;
  }

  #add(severity: ConfigProblem['severity'], path: Path, message: string): void {
    this.problems.push({ severity, path, position: this.#document.positionOf(path), message });
  }
}

function described(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  return JSON.stringify(value);
}
