import type { PodTemplateView } from '../../apis/pod-template.ts';
import type { Taint } from '../../apis/toleration.ts';
import { appendItem, setValue } from '../../manifest/index.ts';
import type { EditStep } from './edit-steps.ts';

/** Adds a toleration of the taint, of its value where it has one. */
export function tolerateTaint(
  { path, tolerations }: PodTemplateView,
  { key, value, effect }: Taint,
): EditStep {
  const at = [...path, 'spec', 'tolerations'];
  const item = {
    key,
    ...(value === undefined ? { operator: 'Exists' } : { operator: 'Equal', value }),
    effect,
  };
  return (resource) =>
    tolerations.length > 0
      ? appendItem(resource, at, item)
      : setValue(resource, at, [item], { before: 'containers' });
}
