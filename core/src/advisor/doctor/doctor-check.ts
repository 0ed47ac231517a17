import { type SourceCallOptions, SourceError } from '../../ports/index.ts';
import { isoTime } from '../report-basis.ts';
import type { DoctorArea, DoctorCheck, DoctorReport, DoctorState } from './doctor-report.ts';

/** Makes the checks of one area. */
export function checksOf(area: DoctorArea) {
  return (name: string, state: DoctorState, text: string, ...remedies: readonly string[]): DoctorCheck => ({
    area,
    name,
    state,
    text,
    remedies,
  });
}

/** A source's failure as a check, in its own words. Anything else, and a cancelled call, is thrown. */
export function failedCheck(
  area: DoctorArea,
  name: string,
  error: unknown,
  state: DoctorState = 'problem',
): DoctorCheck {
  if (!(error instanceof SourceError) || error.code === 'cancelled') throw error;
  const { message, suggestions = [] } = error.details;
  return { area, name, state, text: message, remedies: suggestions };
}

/** What a question answers, or why it cannot. A cancelled call is thrown. */
export async function attempt<Value>(
  asking: (options: SourceCallOptions) => Promise<Value>,
  options: SourceCallOptions,
): Promise<{ readonly value: Value } | { readonly error: SourceError }> {
  try {
    return { value: await asking(options) };
  } catch (error) {
    if (error instanceof SourceError && error.code !== 'cancelled') return { error };
    throw error;
  }
}

export function doctorReport(checks: readonly DoctorCheck[], nowMs: number): DoctorReport {
  const count = (state: DoctorState): number => checks.filter((check) => check.state === state).length;
  return {
    apiVersion: 'kubectl-autoscale.io/v1alpha1',
    kind: 'DoctorReport',
    generatedAt: isoTime(nowMs),
    checks,
    summary: {
      ok: count('ok'),
      warning: count('warning'),
      problem: count('problem'),
      skipped: count('skipped'),
    },
  };
}
