import type { Basis, Reason } from '../evidence/index.ts';
import type { ReportBasis, ReportReason } from './workload-report.ts';

/** Epoch milliseconds as ISO 8601 with whole seconds: `2026-11-19T10:00:00Z`. */
export function isoTime(ms: number): string {
  return new Date(Math.round(ms / 1000) * 1000).toISOString().replace('.000Z', 'Z');
}

export function reportBasis(basis: Basis): ReportBasis {
  return {
    source: basis.source,
    ...(basis.asOfMs === undefined ? {} : { asOf: isoTime(basis.asOfMs) }),
    ...(basis.windowMs === undefined ? {} : { windowSeconds: Math.round(basis.windowMs / 1000) }),
    ...(basis.method === undefined ? {} : { method: basis.method }),
  };
}

export function reportReason(reason: Reason): ReportReason {
  return { rule: reason.rule, text: reason.text, inputs: { ...reason.inputs } };
}
