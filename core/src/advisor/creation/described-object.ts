import type { DescribedObjectDraft } from '../../authoring/index.ts';
import { fail, ok, type Result } from '../../units/index.ts';

interface DescribedKind {
  readonly apiVersion: string;
  readonly kind: string;
  /** As custom.metrics.k8s.io lists it. */
  readonly resource: string;
  readonly names: readonly string[];
}

/** Kinds that metrics are usually served of, beside pods. */
const KINDS: readonly DescribedKind[] = [
  { apiVersion: 'v1', kind: 'Service', resource: 'services', names: ['service', 'services', 'svc'] },
  {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    resource: 'ingresses.networking.k8s.io',
    names: ['ingress', 'ingresses', 'ing'],
  },
  { apiVersion: 'v1', kind: 'Namespace', resource: 'namespaces', names: ['namespace', 'namespaces', 'ns'] },
  {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    resource: 'deployments.apps',
    names: ['deployment', 'deployments', 'deploy'],
  },
  {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    resource: 'statefulsets.apps',
    names: ['statefulset', 'statefulsets', 'sts'],
  },
  { apiVersion: 'batch/v1', kind: 'Job', resource: 'jobs.batch', names: ['job', 'jobs'] },
  { apiVersion: 'v1', kind: 'Pod', resource: 'pods', names: ['pod', 'pods', 'po'] },
];

/** `service/chat`, `ingress.networking.k8s.io/chat`; the error says what is wrong with the text. */
export function parseDescribedObject(text: string): Result<DescribedObjectDraft, string> {
  const [kindText = '', name = '', ...rest] = text.split('/');
  const word = kindText.toLowerCase().split('.')[0] ?? '';
  const known = KINDS.find(({ names }) => names.includes(word));
  if (rest.length > 0 || name === '') return fail(`"${text}" is not KIND/NAME, such as service/chat`);
  if (known === undefined) {
    return fail(`"${kindText}" is none of ${KINDS.map(({ names }) => names[0]).join(', ')}`);
  }
  return ok({ apiVersion: known.apiVersion, kind: known.kind, name });
}

/** The resource under which the metrics API lists an object's metrics. */
export function resourceOf({ kind }: DescribedObjectDraft): string {
  return KINDS.find((known) => known.kind === kind)?.resource ?? `${kind.toLowerCase()}s`;
}
