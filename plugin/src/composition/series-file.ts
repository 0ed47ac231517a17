import { parseSeriesText } from '@kubectl-autoscale/core/forecast';
import { diskFiles } from '@kubectl-autoscale/core/sources/files';
import type { TimeSeries } from '@kubectl-autoscale/core/stats';
import { fail, ok, type Result } from '@kubectl-autoscale/core/units';

/** Mistakes of a file that are named one by one. */
const SHOWN_PROBLEMS = 5;

/** Samples of a file of `timestamp,value` rows. The error has one line a mistake, each with its place. */
export async function readSeriesFile(path: string): Promise<Result<TimeSeries, readonly string[]>> {
  const series = parseSeriesText(await diskFiles('.').read(path));
  if (series.ok) return ok(series.value);
  const lines = series.error
    .slice(0, SHOWN_PROBLEMS)
    .map(({ line, column, message }) => `${path}:${line}:${column}: ${message}`);
  const more = series.error.length - lines.length;
  return fail(more > 0 ? [...lines, `and ${more} more like these`] : lines);
}
