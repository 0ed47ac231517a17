import { groupOf } from '../manifest/kubernetes-object.ts';
import type { Resource } from '../manifest/source-file.ts';
import { type Field, rootOf } from './field.ts';
import type { Workspace } from './workspace.ts';

const group = 'rbac.authorization.k8s.io';

export interface ServiceAccountName {
  readonly name: string;
  readonly namespace: string | undefined;
}

/** The roles of one kind that the workspace's bindings give to a service account. */
export function rolesOf(
  account: ServiceAccountName,
  kind: 'ClusterRole' | 'Role',
  workspace: Workspace,
  from: Resource,
): readonly Resource[] {
  return workspace.index
    .ofKind({ group, kind: `${kind}Binding` })
    .filter((binding) => workspace.areAppliedTogether(binding, from) && bindsTo(rootOf(binding), account))
    .flatMap((binding) => {
      const name = rootOf(binding).get('roleRef', 'name').string;
      const roles = name === undefined ? [] : workspace.index.find({ group, kind }, binding.namespace, name);
      return roles.filter((role) => workspace.areAppliedTogether(role, from));
    });
}

/** Whether one of the role's rules allows a verb on all objects of a resource. */
export function allows(role: Resource, apiGroup: string, resource: string, verb: string): boolean {
  return rootOf(role)
    .get('rules')
    .items.some(
      (rule) =>
        !rule.get('resourceNames').exists &&
        lists(rule.get('apiGroups'), apiGroup) &&
        lists(rule.get('resources'), resource) &&
        lists(rule.get('verbs'), verb),
    );
}

/** A ClusterRole that is put together from others by labels has its rules at runtime only. */
export function isAggregated(role: Resource): boolean {
  return rootOf(role).get('aggregationRule').exists;
}

function bindsTo(binding: Field, account: ServiceAccountName): boolean {
  return binding.get('subjects').items.some((subject) => {
    const namespace = subject.get('namespace').string;
    return (
      subject.get('kind').string === 'ServiceAccount' &&
      groupOf(subject.get('apiGroup').string ?? '') === '' &&
      subject.get('name').string === account.name &&
      (namespace === undefined || account.namespace === undefined || namespace === account.namespace)
    );
  });
}

function lists(field: Field, value: string): boolean {
  return field.items.some((item) => item.string === value || item.string === '*');
}
