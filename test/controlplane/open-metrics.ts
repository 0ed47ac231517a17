/** One series of a metric over time. */
export interface SampleSeries {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Pairs of Unix time in seconds and value, oldest first. */
  readonly samples: readonly (readonly [timestampSeconds: number, value: number])[];
}

/** Writes series as OpenMetrics text with timestamps, the input of `promtool tsdb create-blocks-from openmetrics`. */
export function formatOpenMetrics(series: readonly SampleSeries[]): string {
  const lines: string[] = [];
  for (const { name, labels, samples } of series) {
    const selector = `${name}${formatLabels(labels)}`;
    for (const [timestamp, value] of samples) lines.push(`${selector} ${formatValue(value)} ${timestamp}`);
  }
  lines.push('# EOF\n');
  return lines.join('\n');
}

function formatLabels(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escapeLabelValue(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function escapeLabelValue(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

function formatValue(value: number): string {
  if (value === Infinity) return '+Inf';
  if (value === -Infinity) return '-Inf';
  return String(value);
}
