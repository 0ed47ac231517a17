import type { MetricsRequest } from '../metrics-api/metrics-server.ts';
import { type HpaControllerRequest, hpaControllerUser } from './audit.ts';
import type { LoggedMoment } from './controller-log.ts';
import type { RecordedItem, RecordedMetric, RecordedSync } from './hpa-run.ts';

/**
 * Puts together what belongs to one reconcile: it begins with reading the scale and lasts until the next reading.
 * A reconcile that had only begun when the recording ended is left out.
 */
export function syncsFrom(
  requests: readonly HpaControllerRequest[],
  metrics: readonly MetricsRequest[],
  moments: readonly LoggedMoment[],
  beginMilliseconds: number,
): readonly RecordedSync[] {
  const reads = requests.filter(
    // After a conflict the controller reads the scale once more and writes again: the same reconcile goes on.
    (request, index) => request.type === 'readScale' && requests[index - 1]?.type !== 'conflict',
  ) as readonly Extract<HpaControllerRequest, { type: 'readScale' }>[];
  return reads.slice(0, -1).map((read, index) => {
    const end = reads[index + 1]!.atMilliseconds;
    const within = (at: number): boolean => at >= read.atMilliseconds && at < end;
    const own = requests.filter(({ atMilliseconds }) => within(atMilliseconds));
    const rescale = own.find((request) => request.type === 'writeScale');
    const status = own.findLast((request) => request.type === 'writeStatus');
    const moment = (type: LoggedMoment['type']): object => {
      const logged = moments.find((candidate) => candidate.type === type && within(candidate.atMilliseconds));
      return logged ? { [`${type}AtMs`]: logged.atMilliseconds - beginMilliseconds } : {};
    };
    return {
      atMs: read.atMilliseconds - beginMilliseconds,
      scale: { specReplicas: read.specReplicas, statusReplicas: read.statusReplicas },
      metrics: metrics
        .filter(({ user, atMilliseconds }) => user === hpaControllerUser && within(atMilliseconds))
        .map((request) => recordedMetric(request, beginMilliseconds)),
      ...moment('decided'),
      ...(rescale && { rescaledTo: rescale.specReplicas, ...moment('rescaled') }),
      ...(status && { status: status.status }),
    };
  });
}

interface ListBody {
  readonly items?: readonly ListItem[];
  readonly message?: string;
}

interface ListItem extends RecordedItem {
  readonly timestamp: string;
  readonly window: number | string;
  readonly describedObject?: { readonly name: string };
  readonly metadata?: { readonly name: string };
}

function recordedMetric(request: MetricsRequest, beginMilliseconds: number): RecordedMetric {
  const { items, message } = request.body as ListBody;
  const first = items?.[0];
  return {
    atMs: request.atMilliseconds - beginMilliseconds,
    request: decodeURIComponent(request.path),
    status: request.status,
    // The scripted API takes all samples of an answer at the same time.
    ...(first && { timestamp: first.timestamp, window: first.window }),
    ...(items && { items: items.map(recordedItem) }),
    ...(message !== undefined && { message }),
  };
}

function recordedItem({
  describedObject,
  metadata,
  metricLabels,
  value,
  containers,
}: ListItem): RecordedItem {
  const name = describedObject?.name ?? metadata?.name;
  return {
    ...(name !== undefined && { name }),
    ...(metricLabels && { metricLabels }),
    ...(value !== undefined && { value }),
    ...(containers && { containers }),
  };
}
