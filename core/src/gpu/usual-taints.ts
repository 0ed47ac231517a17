import type { Taint } from '../apis/toleration.ts';

export type Platform = 'gke' | 'eks' | 'aks';

/** The taint that GPU nodes have on a platform unless somebody decided otherwise. */
export interface UsualGpuTaint {
  readonly platform: Platform;
  readonly taint: Taint;
  /** `platform`: it sets the taint itself. `convention`: its documentation tells administrators to. */
  readonly setBy: 'platform' | 'convention';
  /**
   * Whether pods that ask for the resource are given the toleration (admission plugin
   * ExtendedResourceToleration).
   */
  readonly toleratedAutomatically: boolean;
  readonly source: string;
}

export const usualGpuTaints: readonly UsualGpuTaint[] = [
  {
    platform: 'gke',
    taint: { key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' },
    setBy: 'platform',
    toleratedAutomatically: true,
    source: 'https://cloud.google.com/kubernetes-engine/docs/how-to/gpus',
  },
  {
    platform: 'eks',
    taint: { key: 'nvidia.com/gpu', value: 'true', effect: 'NoSchedule' },
    setBy: 'convention',
    toleratedAutomatically: false,
    source: 'https://github.com/aws/containers-roadmap/issues/739',
  },
  {
    platform: 'aks',
    taint: { key: 'sku', value: 'gpu', effect: 'NoSchedule' },
    setBy: 'convention',
    toleratedAutomatically: false,
    source: 'https://learn.microsoft.com/azure/aks/use-nvidia-gpu',
  },
];

export function usualGpuTaint(platform: Platform): UsualGpuTaint | undefined {
  return usualGpuTaints.find((usual) => usual.platform === platform);
}
