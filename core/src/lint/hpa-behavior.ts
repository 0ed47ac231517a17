import type { Resource } from '../manifest/source-file.ts';
import { type Field, rootOf } from './field.ts';

export interface ScalingRulesField {
  readonly direction: 'scaleUp' | 'scaleDown';
  readonly rules: Field;
}

/** The scaling rules that an HPA writes, per direction. */
export function behaviorsOf(hpa: Resource): readonly ScalingRulesField[] {
  const behavior = rootOf(hpa).get('spec', 'behavior');
  return (['scaleUp', 'scaleDown'] as const)
    .map((direction) => ({ direction, rules: behavior.get(direction) }))
    .filter(({ rules }) => rules.exists);
}
