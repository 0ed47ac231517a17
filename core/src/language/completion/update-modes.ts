import { UPDATE_MODES } from '../../vpa/index.ts';
import { type Completion, type CompletionPlace, endsWith } from './completion-place.ts';

const EFFECTS: Readonly<Record<string, string>> = {
  Off: 'recommends only',
  Initial: 'sets requests when a pod is made',
  Recreate: 'evicts pods to set their requests',
  InPlaceOrRecreate: 'resizes running pods, else evicts them',
  InPlace: 'resizes running pods, never evicts them',
};

/** The modes of a VPA. The deprecated `Auto` is not among them. */
export function updateModeCompletions({ cursor: { path, kind } }: CompletionPlace): readonly Completion[] {
  if (kind !== 'VerticalPodAutoscaler' || !endsWith(path, 'updatePolicy', 'updateMode')) return [];
  return Object.entries(UPDATE_MODES)
    .filter(([, { deprecatedFor }]) => deprecatedFor === undefined)
    .map(([mode]) => ({
      // YAML 1.1 reads a bare Off as false.
      label: mode === 'Off' ? '"Off"' : mode,
      detail: EFFECTS[mode] ?? '',
    }));
}
