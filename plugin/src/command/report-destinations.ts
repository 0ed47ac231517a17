import { fail, ok, type Result } from '@kubectl-autoscale/core/units';

export const REPORT_FORMATS = ['text', 'json', 'sarif', 'junit', 'github', 'gitlab', 'compact'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** Where a report goes: to a file, or to standard output. */
export interface ReportDestination {
  readonly format: ReportFormat;
  readonly path?: string;
}

/**
 * Reads `--format json=out.json --format text` and `--format sarif --output out.sarif`. Two reports on standard output would
 * be neither.
 */
export function reportDestinations(
  formats: readonly string[],
  output: string | undefined,
): Result<readonly ReportDestination[], string> {
  const destinations: ReportDestination[] = [];
  for (const text of formats.length === 0 ? ['text'] : formats) {
    const [name = '', ...rest] = text.split('=');
    const format = REPORT_FORMATS.find((known) => known === name);
    if (format === undefined) {
      return fail(
        `--format is one of ${REPORT_FORMATS.join(', ')}, each with =FILE or without, not "${text}"`,
      );
    }
    const path = rest.length === 0 ? undefined : rest.join('=');
    if (path === '') return fail(`--format ${format}= lacks the name of the file`);
    destinations.push({ format, ...(path === undefined ? {} : { path }) });
  }
  if (output !== undefined) {
    const [only, ...others] = destinations;
    if (only === undefined || others.length > 0 || only.path !== undefined) {
      return fail('--output takes one --format; write --format FORMAT=FILE for several');
    }
    return ok([{ ...only, path: output }]);
  }
  const toStandardOutput = destinations.filter(({ path }) => path === undefined);
  if (toStandardOutput.length > 1) {
    const names = toStandardOutput.map(({ format }) => format).join(' and ');
    return fail(`${names} cannot share standard output; write --format FORMAT=FILE for all but one`);
  }
  return ok(destinations);
}
