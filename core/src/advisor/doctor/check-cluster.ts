import { clusterAutoscalersOf } from '../../apis/cluster-autoscaler.ts';
import { conditionsAt } from '../../apis/condition.ts';
import { stringAt } from '../../apis/field-values.ts';
import { hpaView } from '../../apis/hpa.ts';
import { deployment, horizontalPodAutoscaler } from '../../apis/kinds.ts';
import { podTemplateAt } from '../../apis/pod-template.ts';
import { newestKnownMinor, oldestKnownMinor } from '../../hpa/index.ts';
import { taggedVersion } from '../../lint/index.ts';
import type { KubernetesObject } from '../../manifest/kubernetes-object.ts';
import type { ClusterSource, KubernetesVersion, SourceCallOptions } from '../../ports/index.ts';
import { vpaBehaviour } from '../../vpa/index.ts';
import { attempt, checksOf, failedCheck } from './doctor-check.ts';
import type { DoctorCheck } from './doctor-report.ts';

/** Whether the server answers, as which version, and whether that is one whose rules are known here. */
export async function checkServer(
  cluster: ClusterSource,
  options: SourceCallOptions,
): Promise<{ readonly checks: readonly DoctorCheck[]; readonly version?: KubernetesVersion }> {
  const asked = await attempt((each) => cluster.version(each), options);
  if ('error' in asked) return { checks: [failedCheck('cluster', 'API server', asked.error)] };
  const { gitVersion, minor } = asked.value;
  const isKnown = minor >= oldestKnownMinor && minor <= newestKnownMinor;
  return {
    version: asked.value,
    checks: [
      checksOf('cluster')('API server', 'ok', `${cluster.description} answers`),
      checksOf('versions')(
        'Kubernetes',
        isKnown ? 'ok' : 'warning',
        isKnown
          ? `${gitVersion}: the rules of its HPA controller are known`
          : `${gitVersion}: rules are known of 1.${oldestKnownMinor} to 1.${newestKnownMinor}; those of the nearest are used`,
      ),
    ],
  };
}

/** Cluster Autoscaler and VPA, where their Deployments can be seen: which version, and whether it goes with the cluster's. */
export async function checkAutoscalers(
  cluster: ClusterSource,
  version: KubernetesVersion,
  options: SourceCallOptions,
): Promise<readonly DoctorCheck[]> {
  const check = checksOf('versions');
  const asked = await attempt(
    (each) => cluster.list({ ...deployment, namespace: 'kube-system' }, each),
    options,
  );
  if ('error' in asked) {
    return [
      check(
        'autoscalers',
        'skipped',
        `${asked.error.message}: Cluster Autoscaler and VPA are not looked for`,
      ),
    ];
  }
  const cas = asked.value.flatMap((object) => clusterAutoscalersOf(object));
  return [
    ...cas.map(({ imageTag }) => autoscalerCheck(imageTag, version)),
    ...asked.value.flatMap((object) => vpaCheck(object)),
  ];
}

/** Cluster Autoscaler is released with Kubernetes and simulates its scheduler (cluster-autoscaler/README.md, Releases). */
function autoscalerCheck(imageTag: string | undefined, { minor }: KubernetesVersion): DoctorCheck {
  const check = checksOf('versions');
  const version = taggedVersion(imageTag);
  if (version === undefined) {
    return check('Cluster Autoscaler', 'warning', `its image's tag (${imageTag ?? 'none'}) tells no release`);
  }
  const own = version.minor;
  return own === minor
    ? check('Cluster Autoscaler', 'ok', `${imageTag ?? ''}, as the cluster's minor version`)
    : check(
        'Cluster Autoscaler',
        'warning',
        `${imageTag ?? ''} beside Kubernetes 1.${minor}: it simulates the scheduler of another release`,
        `use the release 1.${minor} of Cluster Autoscaler`,
      );
}

function vpaCheck(object: KubernetesObject): readonly DoctorCheck[] {
  const image = podTemplateAt(object, ['spec', 'template'])
    .containers.map((container) => container.image ?? '')
    .find((each) => /\/vpa-recommender(-\w+)?[:@]/.test(each));
  if (image === undefined) return [];
  const tag = /:([^/:@]+)/.exec(image)?.[1] ?? '';
  const known = vpaBehaviour(tag);
  const check = checksOf('versions');
  return [
    known.ok
      ? check('Vertical Pod Autoscaler', 'ok', `recommender ${tag}: its rules are known`)
      : check(
          'Vertical Pod Autoscaler',
          'warning',
          `recommender ${tag === '' ? image : tag}: ${known.error}`,
        ),
  ];
}

const apiService = { group: 'apiregistration.k8s.io', kind: 'APIService' };

const metricsApis = [
  ['metrics.k8s.io', 'Resource', 'install metrics-server'],
  [
    'custom.metrics.k8s.io',
    'Pods or Object',
    'install the metrics adapter (docs/adapter.md), or prometheus-adapter',
  ],
  ['external.metrics.k8s.io', 'External', 'install the metrics adapter (docs/adapter.md), or KEDA'],
] as const;

/** Whether each metrics API is registered and its server there; one that an HPA needs and nobody serves is a problem. */
export async function checkMetricsApis(
  cluster: ClusterSource,
  namespace: string,
  options: SourceCallOptions,
): Promise<readonly DoctorCheck[]> {
  const check = checksOf('metrics APIs');
  const [services, hpas] = await Promise.all([
    attempt((each) => cluster.list(apiService, each), options),
    attempt((each) => cluster.list({ ...horizontalPodAutoscaler, namespace }, each), options),
  ]);
  if ('error' in services) return [failedCheck('metrics APIs', 'APIServices', services.error, 'skipped')];
  const needed = new Set(
    ('value' in hpas ? hpas.value : [])
      .flatMap((object) => hpaView(object)?.metrics ?? [])
      .map(({ type }) => groupOf(type)),
  );
  return metricsApis.map(([group, types, remedy]) => {
    const registered = services.value.find((object) => stringAt(object, 'spec', 'group') === group);
    const isNeeded = needed.has(group);
    const users = isNeeded ? `HPAs in ${namespace} go by it` : `no HPA in ${namespace} goes by it`;
    if (registered === undefined) {
      return check(
        group,
        isNeeded ? 'problem' : 'ok',
        `not served (metrics of type ${types}); ${users}`,
        ...(isNeeded ? [remedy] : []),
      );
    }
    const available = conditionsAt(registered, 'status', 'conditions').find(
      ({ type }) => type === 'Available',
    );
    const server = ['namespace', 'name']
      .map((key) => stringAt(registered, 'spec', 'service', key) ?? '')
      .join('/');
    return available?.status === 'True'
      ? check(group, 'ok', `served by ${server}; ${users}`)
      : check(
          group,
          isNeeded ? 'problem' : 'warning',
          `${server} does not answer: ${available?.message ?? available?.reason ?? 'its state is not known'}; ${users}`,
          `look at it: kubectl describe apiservice ${registered.metadata.name ?? ''}`,
        );
  });
}

function groupOf(type: string): string {
  switch (type) {
    case 'Resource':
    case 'ContainerResource':
      return 'metrics.k8s.io';
    case 'External':
      return 'external.metrics.k8s.io';
    default:
      return 'custom.metrics.k8s.io';
  }
}
