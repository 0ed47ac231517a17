import { readFileSync } from 'node:fs';

import type { RecordedStatus } from './hpa-run.ts';

/** The user as whom kube-controller-manager's HPA controller asks. */
export const hpaControllerUser = 'system:serviceaccount:kube-system:horizontal-pod-autoscaler';

/** Records what the HPA controller reads from and writes to scales, and what it writes to HPAs, with bodies. */
export const hpaAuditPolicy = {
  omitStages: ['RequestReceived'],
  rules: [
    {
      level: 'RequestResponse',
      users: [hpaControllerUser],
      resources: [
        { group: 'apps', resources: ['deployments/scale'] },
        { group: 'autoscaling', resources: ['horizontalpodautoscalers/status'] },
      ],
    },
    { level: 'None' },
  ],
};

/** A request of the HPA controller to the API server. */
export type HpaControllerRequest =
  | {
      readonly type: 'readScale';
      readonly atMilliseconds: number;
      readonly specReplicas: number;
      readonly statusReplicas: number;
    }
  | { readonly type: 'writeScale'; readonly atMilliseconds: number; readonly specReplicas: number }
  /** A write of the scale that was refused, because somebody else had changed it. */
  | { readonly type: 'conflict'; readonly atMilliseconds: number }
  | { readonly type: 'writeStatus'; readonly atMilliseconds: number; readonly status: RecordedStatus };

interface AuditEvent {
  readonly verb: string;
  readonly objectRef: { readonly resource: string; readonly namespace: string };
  readonly requestReceivedTimestamp: string;
  readonly responseStatus?: { readonly code?: number };
  readonly requestObject?: { readonly spec?: ScaleSpec; readonly status?: Partial<RecordedStatus> };
  readonly responseObject?: { readonly spec?: ScaleSpec; readonly status?: { readonly replicas?: number } };
}

interface ScaleSpec {
  readonly replicas?: number;
}

/** Reads the requests about one namespace from an audit log, in the order in which they were received. */
export function readHpaControllerRequests(
  auditLog: string,
  namespace: string,
): readonly HpaControllerRequest[] {
  return (
    readFileSync(auditLog, 'utf8')
      .split('\n')
      // What follows the last line's end is empty or still being written.
      .slice(0, -1)
      .map((line) => JSON.parse(line) as AuditEvent)
      .filter((event) => event.objectRef.namespace === namespace)
      .sort((a, b) => (a.requestReceivedTimestamp < b.requestReceivedTimestamp ? -1 : 1))
      .flatMap(toRequest)
  );
}

function toRequest(event: AuditEvent): readonly HpaControllerRequest[] {
  const atMilliseconds = Date.parse(event.requestReceivedTimestamp);
  if ((event.responseStatus?.code ?? 0) >= 400) {
    // A refused status ends the reconcile; after a refused scale it goes on.
    const goesOn = event.verb !== 'get' && event.objectRef.resource === 'deployments';
    return goesOn ? [{ type: 'conflict', atMilliseconds }] : [];
  }
  if (event.objectRef.resource === 'horizontalpodautoscalers') {
    const {
      currentReplicas = 0,
      desiredReplicas = 0,
      currentMetrics,
      conditions = [],
    } = event.requestObject?.status ?? {};
    const shown = conditions.map(({ type, status, reason, message }) => ({ type, status, reason, message }));
    return [
      {
        type: 'writeStatus',
        atMilliseconds,
        status: {
          currentReplicas,
          desiredReplicas,
          currentMetrics: currentMetrics ?? null,
          conditions: shown,
        },
      },
    ];
  }
  if (event.verb === 'get') {
    const specReplicas = event.responseObject?.spec?.replicas ?? 0;
    return [
      {
        type: 'readScale',
        atMilliseconds,
        specReplicas,
        statusReplicas: event.responseObject?.status?.replicas ?? 0,
      },
    ];
  }
  return [{ type: 'writeScale', atMilliseconds, specReplicas: event.requestObject?.spec?.replicas ?? 0 }];
}
