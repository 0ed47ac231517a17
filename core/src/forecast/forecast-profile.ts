/** `fast` answers within an editor's or a metrics adapter's patience; `full` takes its time for reports. */
export type ForecastProfile = 'fast' | 'full';
