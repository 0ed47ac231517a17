import {
  applyBaseline,
  type Baseline,
  baselineText,
  type LintResult,
  updateBaseline,
} from '@kubectl-autoscale/core/lint';
import { fail, ok, type Result } from '@kubectl-autoscale/core/units';

import { readBaseline } from '../composition/baseline-file.ts';
import { writeReport } from '../composition/report-files.ts';

/** The file of accepted findings, as the command line names it. */
export interface AcceptedFindings {
  readonly path: string;
  readonly isUpdated: boolean;
  readonly baseline: Baseline;
}

/** A result without what is accepted, with what to say about it. */
export interface JudgedResult {
  readonly result: LintResult;
  readonly accepted: number;
  readonly talk: readonly string[];
}

/** Reads the baseline, where one is named. The error says what is wrong with it. */
export async function openAcceptedFindings(
  path: string | undefined,
  isUpdated: boolean,
): Promise<Result<AcceptedFindings | undefined, string>> {
  if (path === undefined) return ok(undefined);
  const baseline = await readBaseline(path);
  if (!baseline.ok) return baseline;
  if (baseline.value === undefined && !isUpdated) {
    return fail(`there is no baseline ${path}; add --update-baseline to make it`);
  }
  return ok({ path, isUpdated, baseline: baseline.value ?? { entries: [] } });
}

/** Takes out what is accepted, or accepts what is found where that is asked for, and writes it down. */
export async function judge(
  found: LintResult,
  accepted: AcceptedFindings | undefined,
  checked: readonly string[],
): Promise<JudgedResult> {
  if (accepted === undefined) return { result: found, accepted: 0, talk: [] };
  const { path, isUpdated, baseline } = accepted;
  if (isUpdated) {
    await writeReport(path, baselineText(updateBaseline(baseline, found.findings, new Set(checked))));
    const count = found.findings.length;
    return {
      result: { ...found, findings: [] },
      accepted: count,
      talk: [`${path} accepts ${count} findings`],
    };
  }
  const outcome = applyBaseline(found, baseline, new Set(checked));
  const stale = outcome.stale.map(
    ({ file, rule, object, count }) =>
      `baseline: ${rule} on ${object || 'the file'} in ${file} is found ${count} times less`,
  );
  const advice =
    stale.length === 0 ? [] : ['baseline: --update-baseline takes out what is not found any more'];
  return { result: outcome.result, accepted: outcome.accepted, talk: [...stale, ...advice] };
}
