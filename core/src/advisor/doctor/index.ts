export { checkAutoscalers, checkMetricsApis, checkServer } from './check-cluster.ts';
export { checkPrices, type UnreadNodes } from './check-prices.ts';
export { checkExporters, checkPrometheus } from './check-prometheus.ts';
export { checkRights } from './check-rights.ts';
export { checksOf, doctorReport, failedCheck } from './doctor-check.ts';
export type { DoctorArea, DoctorCheck, DoctorReport, DoctorState } from './doctor-report.ts';
