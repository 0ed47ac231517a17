import type { HpaMetricDraft, TargetDraft } from '../../authoring/index.ts';
import { formatQuantity } from '../../units/index.ts';

/** `pods/queue_depth at 10 a pod`: a metric as the problems and the basis name it. */
export function metricText(draft: HpaMetricDraft): string {
  return `${metricName(draft)} at ${targetText(draft.target)}`;
}

/** `pods/queue_depth`, `service chat/requests_per_second`, `external sqs_messages_visible`, `cpu`. */
export function metricName(draft: HpaMetricDraft): string {
  switch (draft.type) {
    case 'Resource':
      return draft.container === undefined ? draft.name : `${draft.name} of container ${draft.container}`;
    case 'Pods':
      return `pods/${draft.name}`;
    case 'External':
      return `external ${draft.name}`;
    case 'Object':
      return `${draft.describedObject.kind.toLowerCase()} ${draft.describedObject.name}/${draft.name}`;
  }
}

export function targetText(target: TargetDraft): string {
  switch (target.kind) {
    case 'utilization':
      return `${target.percent} % of the request`;
    case 'average':
      return `${formatQuantity(target.quantity)} a pod`;
    case 'value':
      return `${formatQuantity(target.quantity)} in all`;
  }
}

/** A selector in Kubernetes' syntax; `undefined` for none. */
export function selectorText(labels: Readonly<Record<string, string>> | undefined): string | undefined {
  const parts = Object.entries(labels ?? {}).map(([key, value]) => `${key}=${value}`);
  return parts.length === 0 ? undefined : parts.join(',');
}
