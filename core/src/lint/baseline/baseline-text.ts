import { fail, ok, type Result } from '../../units/result.ts';
import type { Baseline, BaselineEntry } from './baseline.ts';

const version = 1;

/** The file that `--baseline` names: docs/schemas/baseline.schema.json. One entry a line, so that merges are easy. */
export function baselineText({ entries }: Baseline): string {
  const lines = entries.map(
    ({ file, rule, object, count }) => `    ${JSON.stringify({ file, rule, object, count })}`,
  );
  const list = lines.length === 0 ? '[]' : `[\n${lines.join(',\n')}\n  ]`;
  return `{\n  "version": ${version},\n  "findings": ${list}\n}\n`;
}

/** Reads {@link baselineText}. The error says what is wrong with the file, for people. */
export function parseBaseline(text: string): Result<Baseline, string> {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    return fail(`is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (!isMapping(data)) return fail('must be a JSON object with "version" and "findings"');
  if (data.version !== version) {
    return fail(`has version ${JSON.stringify(data.version)}; this program reads version ${version}`);
  }
  if (!Array.isArray(data.findings)) return fail('has no list "findings"');
  const entries: readonly unknown[] = data.findings;
  const wrong = entries.findIndex((entry) => !isEntry(entry));
  if (wrong >= 0) return fail(`has an entry (${wrong + 1}) without file, rule, object and a count above 0`);
  return ok({ entries: entries.filter(isEntry) });
}

function isEntry(value: unknown): value is BaselineEntry {
  if (!isMapping(value)) return false;
  const { file, rule, object, count } = value;
  return (
    [file, rule, object].every((part) => typeof part === 'string') &&
    Number.isInteger(count) &&
    (count as number) > 0
  );
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
