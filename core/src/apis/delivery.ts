import { type GroupKind, groupOf, type KubernetesObject } from '../manifest/kubernetes-object.ts';
import { metadataOf } from './object-metadata.ts';

/**
 * Who puts an object into the cluster and would put it back. `undo` says what happens to a change made beside it: `reverts` (it is set back
 * soon), `overwrites` (with the next release).
 */
export interface Delivery {
  readonly tool: 'Argo CD' | 'Flux' | 'Helm' | 'operator';
  readonly undo: 'reverts' | 'overwrites';
  /** The object that tells where the manifest comes from. Of Argo CD the namespace is not known. */
  readonly source?: GroupKind & { readonly namespace?: string; readonly name: string };
  /** The name that people know it by: an application, a release. */
  readonly name: string;
}

export const argoApplication: GroupKind = { group: 'argoproj.io', kind: 'Application' };
const fluxKustomization: GroupKind = { group: 'kustomize.toolkit.fluxcd.io', kind: 'Kustomization' };
const fluxHelmRelease: GroupKind = { group: 'helm.toolkit.fluxcd.io', kind: 'HelmRelease' };

/**
 * Reads the labels and annotations that Argo CD (tracking by annotation or by its own label), Flux and Helm leave on what they apply, and
 * the controller among the owners. `undefined` where nothing of it is there. Argo CD's older tracking by
 * `app.kubernetes.io/instance` cannot be told from that label's common use: see {@link instanceLabel}.
 */
export function deliveryOf(object: KubernetesObject): Delivery | undefined {
  const { labels, annotations, ownerReferences } = metadataOf(object);
  const tracking = annotations['argocd.argoproj.io/tracking-id']?.split(':')[0];
  const application = tracking ?? labels['argocd.argoproj.io/instance'];
  if (application !== undefined && application !== '') return argoDelivery(application);
  const flux = fluxDelivery(labels);
  if (flux !== undefined) return flux;
  const release = annotations['meta.helm.sh/release-name'];
  if (release !== undefined) return { tool: 'Helm', undo: 'overwrites', name: release };
  const owner = ownerReferences.find(({ controller }) => controller);
  if (owner === undefined) return undefined;
  const { group, kind, name } = owner;
  const { namespace } = metadataOf(object);
  const source = { group, kind, name, ...(namespace === undefined ? {} : { namespace }) };
  return { tool: 'operator', undo: 'reverts', name: `${kind} ${name}`, source };
}

/** With applications in any namespace, the tracking id says `namespace_name`. */
export function argoDelivery(application: string): Delivery {
  const [name = '', namespace] = application.split('_').reverse();
  const source = { ...argoApplication, name, ...(namespace === undefined ? {} : { namespace }) };
  return { tool: 'Argo CD', undo: 'reverts', name, source };
}

function fluxDelivery(labels: Readonly<Record<string, string>>): Delivery | undefined {
  for (const kind of [fluxHelmRelease, fluxKustomization]) {
    const name = labels[`${kind.group}/name`];
    const namespace = labels[`${kind.group}/namespace`];
    if (name === undefined) continue;
    const source = { ...kind, name, ...(namespace === undefined ? {} : { namespace }) };
    return { tool: 'Flux', undo: 'reverts', name: `${kind.kind} ${name}`, source };
  }
  return undefined;
}

/** The label by which Argo CD 2 tracks by default; only an Application of that name makes it a sign of Argo CD. */
export function instanceLabel(object: KubernetesObject): string | undefined {
  return metadataOf(object).labels['app.kubernetes.io/instance'];
}

/** Group and kind of a Flux source reference: `GitRepository`, `OCIRepository`, `HelmRepository`, … */
export function fluxSourceKind(apiVersion: string | undefined, kind: string): GroupKind {
  return {
    group: apiVersion === undefined ? 'source.toolkit.fluxcd.io' : groupOf(apiVersion),
    kind,
  };
}
