import { booleanAt, stringAt } from '../../apis/field-values.ts';
import { type KubernetesApi, type SourceCallOptions, SourceError } from '../../ports/index.ts';
import { checksOf, failedCheck } from './doctor-check.ts';
import type { DoctorCheck } from './doctor-report.ts';

/** A right, as RBAC names it, and what is lost without it. */
interface NeededRight {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource?: string;
  /** In one namespace, in all of them, or of the cluster itself. */
  readonly scope: 'namespace' | 'all namespaces' | 'cluster';
  readonly loses: string;
  /** Without it the commands that are named cannot run at all. */
  readonly isRequired?: boolean;
}

/** What our commands ask an API server for (docs/sources.md). */
const neededRights: readonly NeededRight[] = [
  ...(['deployments', 'statefulsets'] as const).map((resource): NeededRight => ({
    ...{ verb: 'list', group: 'apps', resource, scope: 'namespace', isRequired: true },
    loses: 'analyze, rightsize and record find no workloads',
  })),
  {
    ...{ verb: 'list', group: '', resource: 'pods', scope: 'namespace', isRequired: true },
    loses: 'analyze cannot tell replicas',
  },
  {
    ...{
      verb: 'list',
      group: 'autoscaling',
      resource: 'horizontalpodautoscalers',
      scope: 'namespace',
      isRequired: true,
    },
    loses: 'analyze, explain and status see no HPAs',
  },
  {
    ...{ verb: 'list', group: '', resource: 'nodes', scope: 'cluster' },
    loses: 'placement, cost and what blocks waiting pods are left out',
  },
  {
    ...{ verb: 'list', group: '', resource: 'pods', scope: 'all namespaces' },
    loses: 'the share of a node that a workload pays for is rough',
  },
  {
    ...{ verb: 'list', group: '', resource: 'services', scope: 'all namespaces' },
    loses: 'Prometheus is not found by itself: name it with --prometheus-url or --prometheus-service',
  },
  {
    ...{ verb: 'get', group: '', resource: 'services', subresource: 'proxy', scope: 'all namespaces' },
    loses: 'Prometheus is not reached through the API server: name it with --prometheus-url',
  },
  {
    ...{ verb: 'list', group: 'metrics.k8s.io', resource: 'pods', scope: 'namespace' },
    loses: 'explain reads usage from Prometheus or the HPA’s status',
  },
  {
    ...{ verb: 'get', group: 'custom.metrics.k8s.io', resource: '*', scope: 'namespace' },
    loses: 'metrics and status cannot tell values of custom metrics',
  },
  {
    ...{ verb: 'list', group: 'autoscaling.k8s.io', resource: 'verticalpodautoscalers', scope: 'namespace' },
    loses: 'VPAs are not looked at',
  },
  {
    ...{ verb: 'list', group: 'policy', resource: 'poddisruptionbudgets', scope: 'namespace' },
    loses: 'lint --cluster and plans for nodes do not know what must not be disrupted',
  },
  {
    ...{ verb: 'list', group: '', resource: 'persistentvolumes', scope: 'cluster' },
    loses: 'plans for nodes do not know which zone a volume holds a pod to',
  },
  {
    ...{ verb: 'patch', group: 'apps', resource: 'deployments', scope: 'namespace' },
    loses: 'rightsize --apply (nothing else writes workloads)',
  },
  {
    ...{ verb: 'patch', group: 'autoscaling', resource: 'horizontalpodautoscalers', scope: 'namespace' },
    loses: 'create-hpa --apply',
  },
];

/** Asks the server which of the rights that commands use the user has (SelfSubjectAccessReview); nothing is tried out. */
export async function checkRights(
  api: KubernetesApi,
  namespace: string,
  options: SourceCallOptions,
): Promise<readonly DoctorCheck[]> {
  const check = checksOf('rights');
  try {
    const answers = await Promise.all(
      neededRights.map(async (right) => ({ right, answer: await review(api, right, namespace, options) })),
    );
    const missing = answers.filter(({ answer }) => !answer.allowed);
    const allowed = answers.length - missing.length;
    const [first] = missing;
    return [
      ...(allowed === 0
        ? []
        : [
            check(
              'allowed',
              'ok',
              `${allowed} of ${answers.length} rights that commands use, in namespace ${namespace}`,
            ),
          ]),
      ...missing.map(({ right, answer: { reason } }) =>
        check(
          rightText(right, namespace),
          right.isRequired === true ? 'problem' : 'warning',
          `missing: ${right.loses}${reason === '' ? '' : ` (${reason})`}`,
          ...(right === first?.right
            ? [`ask for it; this tells when you have it: kubectl auth can-i ${canI(right, namespace)}`]
            : []),
        ),
      ),
    ];
  } catch (error) {
    return [failedCheck('rights', 'access reviews', error, isForbidden(error) ? 'warning' : 'problem')];
  }
}

const isForbidden = (error: unknown): boolean => error instanceof SourceError && error.code === 'forbidden';

interface ReviewAnswer {
  readonly allowed: boolean;
  readonly reason: string;
}

async function review(
  api: KubernetesApi,
  { verb, group, resource, subresource, scope }: NeededRight,
  namespace: string,
  options: SourceCallOptions,
): Promise<ReviewAnswer> {
  const answer = await api.create(
    '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
    {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SelfSubjectAccessReview',
      spec: {
        resourceAttributes: {
          verb,
          group,
          resource,
          ...(subresource === undefined ? {} : { subresource }),
          ...(scope === 'namespace' ? { namespace } : {}),
        },
      },
    },
    options,
  );
  return {
    allowed: booleanAt(answer, 'status', 'allowed') ?? false,
    reason: stringAt(answer, 'status', 'reason') ?? '',
  };
}

/** `list deployments.apps`, `get services/proxy in all namespaces`. */
function rightText(right: NeededRight, namespace: string): string {
  const place = { namespace: ` in ${namespace}`, 'all namespaces': ' in all namespaces', cluster: '' }[
    right.scope
  ];
  return `${right.verb} ${resourceText(right)}${place}`;
}

function resourceText({ group, resource, subresource }: NeededRight): string {
  const qualified = group === '' ? resource : `${resource}.${group}`;
  return subresource === undefined ? qualified : `${qualified}/${subresource}`;
}

function canI(right: NeededRight, namespace: string): string {
  const { verb, group, resource, subresource, scope } = right;
  const place = { namespace: ` -n ${namespace}`, 'all namespaces': ' -A', cluster: '' }[scope];
  const sub = subresource === undefined ? '' : ` --subresource=${subresource}`;
  return `${verb} ${group === '' ? resource : `${resource}.${group}`}${sub}${place}`;
}
