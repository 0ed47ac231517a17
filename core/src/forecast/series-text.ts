import type { TimeSeries } from '../stats/index.ts';
import { fail, ok, type Result } from '../units/result.ts';

/** What is wrong with a text of samples, and where; line and column count from 1. */
export interface SeriesProblem {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/**
 * Reads rows of `timestamp,value`, with or without a header. Times are ISO 8601 (UTC where no zone is given) or epoch
 * seconds or milliseconds; an empty value is a gap, as are `NaN` and `NA`. Rows may be in any order. The error holds every
 * row that is neither, and a text without any sample.
 */
export function parseSeriesText(text: string): Result<TimeSeries, readonly SeriesProblem[]> {
  const timestampsMs: number[] = [];
  const values: number[] = [];
  const problems: SeriesProblem[] = [];
  text.split(/\r?\n/).forEach((row, index) => {
    if (row.trim() === '') return;
    const comma = row.indexOf(',');
    const [time, cell] =
      comma < 0 ? [row, undefined] : [row.slice(0, comma), row.slice(comma + 1).split(',')[0]!];
    const atMs = timeOf(unquoted(time));
    const value = cell === undefined ? undefined : valueOf(unquoted(cell));
    if (atMs !== undefined && value !== undefined) {
      timestampsMs.push(atMs);
      values.push(value);
    } else if (index > 0 || atMs !== undefined) {
      problems.push(problemOf(index + 1, comma, time, atMs));
    }
  });
  if (problems.length > 0) return fail(problems);
  if (values.every((value) => !Number.isFinite(value))) {
    return fail([{ line: 1, column: 1, message: 'no samples: a row is timestamp,value' }]);
  }
  return ok({ labels: {}, timestampsMs, values });
}

function problemOf(line: number, comma: number, time: string, atMs: number | undefined): SeriesProblem {
  if (comma < 0) return { line, column: 1, message: 'no comma: a row is timestamp,value' };
  return atMs === undefined
    ? { line, column: 1, message: `"${time.trim()}" is no time: ISO 8601, or epoch seconds or milliseconds` }
    : { line, column: comma + 2, message: 'the value is no number' };
}

function unquoted(cell: string): string {
  return cell.trim().replace(/^"(.*)"$/, '$1');
}

/** From here on a number counts milliseconds: as seconds it would be past the year 5000. */
const FIRST_MILLISECONDS = 1e11;

function timeOf(text: string): number | undefined {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * (Number(text) < FIRST_MILLISECONDS ? 1000 : 1);
  if (!/^\d{4}-\d\d-\d\d/.test(text)) return undefined;
  const iso = text.replace(' ', 'T');
  const atMs = Date.parse(!iso.includes('T') || /(Z|[+-]\d\d:?\d\d)$/.test(iso) ? iso : `${iso}Z`);
  return Number.isNaN(atMs) ? undefined : atMs;
}

function valueOf(text: string): number | undefined {
  if (text === '' || /^(nan|na|null)$/i.test(text)) return Number.NaN;
  const value = Number(text);
  return Number.isNaN(value) ? undefined : value;
}
