import type { KubernetesObject } from '../../manifest/kubernetes-object.ts';

/** A Service behind which a Prometheus is thought to be. */
export interface PrometheusService {
  readonly namespace: string;
  readonly name: string;
  readonly port: number;
  readonly scheme: 'http' | 'https';
  /** Prefix of the API: `` or `/prometheus`. */
  readonly path: string;
}

interface WellKnownService {
  readonly name: RegExp;
  /** The name for people; `…` stands for any. */
  readonly shown: string;
  /** The port to take, by number, best first; else the Service's first. */
  readonly ports: readonly number[];
  readonly path?: string;
}

/**
 * Names that installers give, best first. A Prometheus comes before a global view (Thanos, Mimir, VictoriaMetrics), which
 * may mix pods of the same name from several clusters.
 */
const wellKnownServices: readonly WellKnownService[] = [
  { name: /^prometheus-k8s$/, shown: 'prometheus-k8s', ports: [9090] },
  {
    name: /(^|-)kube-prometheus-stack-prometheus$/,
    shown: '…-kube-prometheus-stack-prometheus',
    ports: [9090],
  },
  { name: /-kube-prom(etheus)?(-stack)?-prometheus$/, shown: '…-kube-prometheus-prometheus', ports: [9090] },
  { name: /-prometheus-operator-prometheus$/, shown: '…-prometheus-operator-prometheus', ports: [9090] },
  { name: /^rancher-monitoring-prometheus$/, shown: 'rancher-monitoring-prometheus', ports: [9090] },
  { name: /(^|-)prometheus-server$/, shown: '…-prometheus-server', ports: [80, 9090] },
  { name: /^prometheus$/, shown: 'prometheus', ports: [9090, 80] },
  { name: /^prometheus-operated$/, shown: 'prometheus-operated', ports: [9090] },
  { name: /^prometheus-service$/, shown: 'prometheus-service', ports: [8080, 9090] },
  { name: /(^|-)thanos-query(-frontend)?$/, shown: '…-thanos-query', ports: [9090, 10902] },
  { name: /(^|-)vmsingle(-|$)|-victoria-metrics-single-server$/, shown: 'vmsingle-…', ports: [8428, 8429] },
  { name: /(^|-)vmselect(-|$)/, shown: 'vmselect-…', ports: [8481], path: '/select/0/prometheus' },
  { name: /(^|-)mimir-(nginx|gateway)$/, shown: '…-mimir-nginx', ports: [80, 8080], path: '/prometheus' },
];

/** The names that are looked for, best first, for people: `…` stands for a release or the like. */
export const wellKnownServiceNames: readonly string[] = wellKnownServices.map(({ shown }) => shown);

/** The Services to try, best first; of equals, those of usual namespaces first. */
export function prometheusServices(services: readonly KubernetesObject[]): readonly PrometheusService[] {
  return services
    .flatMap((service) => {
      const { name = '', namespace = '' } = service.metadata;
      const rank = wellKnownServices.findIndex((known) => known.name.test(name));
      const known = wellKnownServices[rank];
      const port = known && portOf(service, known.ports);
      if (known === undefined || port === undefined) return [];
      const scheme =
        port.name.startsWith('https') || port.number === 443 ? ('https' as const) : ('http' as const);
      const found: PrometheusService = { namespace, name, port: port.number, scheme, path: known.path ?? '' };
      return [{ rank, found }];
    })
    .sort((left, right) => left.rank - right.rank || namespaceRank(left.found) - namespaceRank(right.found))
    .map(({ found }) => found);
}

/** Where installers put it. Also the namespaces that are looked into when Services may not be listed everywhere. */
export const usualNamespaces: readonly string[] = [
  'monitoring',
  'prometheus',
  'observability',
  'kube-prometheus-stack',
  'cattle-monitoring-system',
  'kube-system',
  'default',
];

function namespaceRank({ namespace }: PrometheusService): number {
  const rank = usualNamespaces.indexOf(namespace);
  return rank < 0 ? usualNamespaces.length : rank;
}

interface ServicePort {
  readonly number: number;
  readonly name: string;
}

function portOf({ spec }: KubernetesObject, preferred: readonly number[]): ServicePort | undefined {
  const { ports } = (spec ?? {}) as { ports?: unknown };
  const all = (Array.isArray(ports) ? (ports as { port?: unknown; name?: unknown }[]) : []).flatMap(
    ({ port, name }) =>
      typeof port === 'number' ? [{ number: port, name: typeof name === 'string' ? name : '' }] : [],
  );
  for (const wanted of preferred) {
    const found = all.find(({ number }) => number === wanted);
    if (found) return found;
  }
  return all[0];
}
