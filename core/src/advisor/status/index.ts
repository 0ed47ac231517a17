export { scalingStatus, type StatusSources } from './scaling-status.ts';
export type { StatusScope } from './status-facts.ts';
export type {
  StatusAtMaximum,
  StatusBlindMetric,
  StatusForecastOff,
  StatusHpa,
  StatusInactive,
  StatusPendingPods,
  StatusReport,
} from './status-report.ts';
