import type { VpaView } from '../apis/vpa.ts';
import { isScaled } from './resource-policy.ts';
import { UPDATE_MODES, updateModeOf } from './update-mode.ts';
import { containerPoliciesOf } from './vpa-object.ts';

/**
 * The containers, of those named, whose requests a VPA writes when a pod starts. None in mode Off, which only recommends, none in a mode that
 * does not exist, and none whose policy is Off.
 */
export function controlledContainers(vpa: VpaView, containers: readonly string[]): readonly string[] {
  const mode = updateModeOf(vpa.updatePolicy?.updateMode);
  if (mode === undefined || !UPDATE_MODES[mode].onCreation) return [];
  const policies = containerPoliciesOf(vpa);
  return containers.filter((name) => isScaled(policies, name));
}
