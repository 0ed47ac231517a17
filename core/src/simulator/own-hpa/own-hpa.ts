import type { HpaMetricSpec, HpaSpec } from '../../hpa/index.ts';
import { withSpecDefaults } from '../../hpa/index.ts';
import { type MetricRole, metricRole } from '../../promql/index.ts';
import { formatNumber } from '../../units/index.ts';
import type { HpaSignal, Signal } from '../scenario.ts';

/** An HPA as somebody wrote it, as far as its metrics can be simulated. */
export interface OwnHpa {
  readonly spec: HpaSpec;
  readonly signals: Readonly<Record<string, HpaSignal>>;
  /** What differs from what its owner wrote, for people; absent where nothing does. */
  readonly changes?: string;
  /** The file that it is from; absent for the one that the workload has. */
  readonly file?: string;
}

/** As people call an HPA: `the HPA that it has`, `the HPA of hpa.yaml`. */
export function ownHpaTitle({ file }: Pick<OwnHpa, 'file'>): string {
  return file === undefined ? 'the HPA that it has' : `the HPA of ${file}`;
}

/** What is known of an HPA's metrics beside their names. */
export interface KnownMetrics {
  /** By metric: what it was, summed over all pods, for each request per second. */
  readonly perRequest: Readonly<Record<string, number>>;
  /** By metric: what the user says that it is. */
  readonly signals: Readonly<Record<string, Signal>>;
}

/** What an HPA comes to in the simulator; without `hpa` none of its metrics can be simulated. */
export interface ReadOwnHpa {
  readonly hpa?: OwnHpa;
  /** One sentence for each metric that is not simply what its name says. */
  readonly notes: readonly string[];
}

/**
 * Finds for each of an HPA's metrics what it is in the simulator: CPU is CPU; what rises with the load is what was measured for each request per second,
 * or, not measured, what its name says (arrivals, requests under way, a queue). A metric that nothing here stands for is left out, and said to be: in the
 * cluster it may ask for more.
 */
export function readOwnHpa(spec: HpaSpec, known: KnownMetrics): ReadOwnHpa {
  const signals: Record<string, HpaSignal> = {};
  const notes: string[] = [];
  const metrics = withSpecDefaults(spec, 0).metrics.flatMap((metric): readonly HpaMetricSpec[] => {
    if (metric.type === 'Resource' || metric.type === 'ContainerResource') {
      if (metric.name !== 'cpu') {
        notes.push(`its metric ${metric.name} is left out: no ${metric.name} is simulated`);
        return [];
      }
      // The simulated pod has one container, which is all of it.
      return [{ type: 'Resource', name: 'cpu', target: metric.target }];
    }
    const { name } = metric.metric;
    const signal = signalOf(name, known);
    if (signal === undefined) {
      notes.push(
        `its metric ${name} is left out: nothing that is simulated stands for it; --signal ${name}=requests-per-second says what does`,
      );
      return [];
    }
    signals[name] = signal.signal;
    if (signal.note !== undefined) notes.push(signal.note);
    return [metric];
  });
  return metrics.length === 0 ? { notes } : { hpa: { spec: { ...spec, metrics }, signals }, notes };
}

interface FoundSignal {
  readonly signal: HpaSignal;
  readonly note?: string;
}

const byRole: Partial<Record<MetricRole, Signal>> = {
  arrivals: 'requests-per-second',
  'in-flight': 'under-way',
  queue: 'waiting',
};

function signalOf(name: string, { perRequest, signals }: KnownMetrics): FoundSignal | undefined {
  const said = signals[name];
  if (said !== undefined) return { signal: said };
  const role = metricRole(name);
  // A queue and a latency do not rise with the load as long as the pods keep up.
  const times = role === 'queue' || role === 'latency' ? undefined : perRequest[name];
  if (times !== undefined) {
    return {
      signal: { signal: 'requests-per-second', times },
      note: `its metric ${name} is taken to be ${formatNumber(times, 3)} for each request/s, as it was measured (median)`,
    };
  }
  const signal = byRole[role];
  return signal && { signal, note: `its metric ${name} is taken by its name for ${signal}` };
}
