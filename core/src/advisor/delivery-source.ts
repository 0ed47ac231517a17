import {
  argoApplication,
  argoDelivery,
  type Delivery,
  deliveryOf,
  fluxSourceKind,
  instanceLabel,
} from '../apis/delivery.ts';
import { itemsAt, stringAt, valueAt } from '../apis/field-values.ts';
import type { KubernetesObject } from '../manifest/kubernetes-object.ts';
import { type ClusterSource, type SourceCallOptions, SourceError } from '../ports/index.ts';

/** Who delivers an object, and where its manifest is to be changed. */
export interface DeliverySource extends Delivery {
  /** For people: `https://git.example/platform.git, path apps/chat, revision main`; absent where it cannot be read. */
  readonly commitTo?: string;
}

/** Looks for the source of an object's delivery. What may not be read, or is not there, is left out. */
export async function readDeliverySource(
  cluster: ClusterSource,
  object: KubernetesObject,
  options: SourceCallOptions,
): Promise<DeliverySource | undefined> {
  const delivery = deliveryOf(object) ?? (await trackedByLabel(cluster, object, options));
  if (delivery?.source === undefined) return delivery;
  const source = await readSource(cluster, delivery.source, options);
  if (source === undefined) return delivery;
  const commitTo =
    delivery.tool === 'Argo CD'
      ? argoPlace(source)
      : delivery.tool === 'Flux'
        ? await fluxPlace(cluster, source, options)
        : undefined;
  return { ...delivery, ...(commitTo === undefined ? {} : { commitTo }) };
}

async function trackedByLabel(
  cluster: ClusterSource,
  object: KubernetesObject,
  options: SourceCallOptions,
): Promise<Delivery | undefined> {
  const name = instanceLabel(object);
  if (name === undefined) return undefined;
  const delivery = argoDelivery(name);
  const application = await readSource(cluster, { ...argoApplication, name }, options);
  return application === undefined ? undefined : delivery;
}

async function readSource(
  cluster: ClusterSource,
  { group, kind, namespace, name }: NonNullable<Delivery['source']>,
  options: SourceCallOptions,
): Promise<KubernetesObject | undefined> {
  try {
    const found = await cluster.list(
      { group, kind, ...(namespace === undefined ? {} : { namespace }) },
      options,
    );
    return found.find(({ metadata }) => metadata.name === name);
  } catch (error) {
    if (error instanceof SourceError && error.code !== 'cancelled') return undefined;
    throw error;
  }
}

function argoPlace(application: KubernetesObject): string | undefined {
  const sources = [valueAt(application, 'spec', 'source'), ...itemsAt(application, 'spec', 'sources')];
  const places = sources.flatMap((source) => {
    const repository = stringAt(source, 'repoURL');
    if (repository === undefined) return [];
    return [
      placeText(
        repository,
        stringAt(source, 'path') ?? stringAt(source, 'chart'),
        stringAt(source, 'targetRevision'),
      ),
    ];
  });
  return places.length === 0 ? undefined : places.join('; ');
}

async function fluxPlace(
  cluster: ClusterSource,
  source: KubernetesObject,
  options: SourceCallOptions,
): Promise<string | undefined> {
  if (source.kind === 'HelmRelease') {
    const { namespace = 'default', name = '' } = source.metadata;
    return `spec.values of HelmRelease ${namespace}/${name}`;
  }
  const reference = valueAt(source, 'spec', 'sourceRef');
  const kind = stringAt(reference, 'kind');
  const name = stringAt(reference, 'name');
  if (kind === undefined || name === undefined) return undefined;
  const namespace = stringAt(reference, 'namespace') ?? source.metadata.namespace;
  const repository = await readSource(
    cluster,
    {
      ...fluxSourceKind(stringAt(reference, 'apiVersion'), kind),
      name,
      ...(namespace === undefined ? {} : { namespace }),
    },
    options,
  );
  const url =
    repository === undefined ? `${kind} ${name}` : (stringAt(repository, 'spec', 'url') ?? `${kind} ${name}`);
  const branch = repository === undefined ? undefined : stringAt(repository, 'spec', 'ref', 'branch');
  return placeText(url, stringAt(source, 'spec', 'path'), branch);
}

function placeText(repository: string, path: string | undefined, revision: string | undefined): string {
  return [
    withoutCredentials(repository),
    ...(path === undefined ? [] : [`path ${path}`]),
    ...(revision === undefined ? [] : [`revision ${revision}`]),
  ].join(', ');
}

/** Some write a token into a repository's URL. */
function withoutCredentials(url: string): string {
  return url.replace(/^(\w+:\/\/)[^/@]*@/, '$1');
}
