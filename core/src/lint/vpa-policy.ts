import type { Resource } from '../manifest/source-file.ts';
import { type Field, rootOf } from './field.ts';

/** The resources that a VPA may control, which is also what it controls when it says nothing. */
const controllable = ['cpu', 'memory'] as const;

/** `spec.updatePolicy.updateMode`; the API server's default is `Recreate` from VPA 1.5 (`Auto` before), which act alike. */
export function updateModeOf(vpa: Resource): string {
  const mode = rootOf(vpa).get('spec', 'updatePolicy', 'updateMode');
  // An unquoted Off is a boolean to a YAML 1.1 reader, and is meant as the mode.
  if (mode.boolean === false) return 'Off';
  return mode.string ?? 'Recreate';
}

/** The policy that holds for a container: its own, else the one for `*`. */
export function containerPolicyOf(vpa: Resource, container: string | undefined): Field | undefined {
  const policies = rootOf(vpa).get('spec', 'resourcePolicy', 'containerPolicies').items;
  const named = (name: string): Field | undefined =>
    policies.find((policy) => policy.get('containerName').string === name);
  return (container === undefined ? undefined : named(container)) ?? named('*');
}

/** What a VPA sets on a container: nothing for mode Off, else `controlledResources`, by default cpu and memory. */
export function controlledResourcesOf(vpa: Resource, container: string | undefined): readonly string[] {
  const policy = containerPolicyOf(vpa, container);
  if (policy?.get('mode').string === 'Off') return [];
  const listed = policy?.get('controlledResources');
  if (!listed?.exists) return controllable;
  return listed.items.map((item) => item.string).filter((name) => name !== undefined);
}
