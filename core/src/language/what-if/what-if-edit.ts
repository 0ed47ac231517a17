import { valueAt } from '../../apis/field-values.ts';
import { hpaPaths, type HpaView, hpaView, pathOfHpaMetric } from '../../apis/hpa.ts';
import { hpaAnnotations } from '../../apis/hpa-annotations.ts';
import { setValue } from '../../manifest/index.ts';
import type { Path } from '../../manifest/ranges.ts';
import type { Resource } from '../../manifest/source-file.ts';
import type { TextEdit } from '../../manifest/text-edit.ts';
import { fail, ok, type Result } from '../../units/index.ts';
import { type EditStep, inTurn } from '../code-actions/edit-steps.ts';
import { editBetween } from '../code-actions/edits.ts';
import { DEFAULT_CPU_PERCENT, targetText, type WhatIfSettings, writtenTarget } from './settings.ts';

/**
 * The HPA's manifest with a minimum, a maximum and targets, and nothing else changed: comments, quotes and the HPA's own API version stay. The error says
 * in one sentence why it cannot be written.
 */
export function whatIfEdit(hpa: Resource, settings: WhatIfSettings): Result<readonly TextEdit[], string> {
  const view = hpaView(hpa.object);
  if (!view) return fail(`${hpa.name} is no HPA.`);
  const steps = [...boundSteps(view, settings), ...targetSteps(hpa, view, settings)];
  const refused = steps.find((step) => typeof step === 'string');
  if (refused !== undefined) return fail(refused);
  const text = inTurn(
    hpa,
    steps.filter((step) => typeof step !== 'string'),
  );
  return typeof text === 'string' ? ok(editBetween(hpa.file, text)) : fail(`${text.refusal}.`);
}

function boundSteps(view: HpaView, { minReplicas, maxReplicas }: WhatIfSettings): readonly EditStep[] {
  return [
    ...(minReplicas === view.minReplicas
      ? []
      : [step(hpaPaths.minReplicas, minReplicas, { before: 'maxReplicas' })]),
    ...(maxReplicas === view.maxReplicas ? [] : [step(hpaPaths.maxReplicas, maxReplicas)]),
  ];
}

/** A step for each target that is another one, or a sentence where it has no field. */
function targetSteps(
  hpa: Resource,
  view: HpaView,
  { targets }: WhatIfSettings,
): readonly (EditStep | string)[] {
  if (view.metrics.length === 0) return implicitTargetSteps(view, targets.cpu);
  return view.metrics.flatMap((metric, index): readonly (EditStep | string)[] => {
    const written = writtenTarget(metric);
    const value = written && targets[written.metric];
    if (!written || value === undefined || value === written.value) return [];
    const path = pathOfHpaMetric(view, index, written.field);
    if (path.includes(hpaAnnotations.metrics)) {
      return [
        `The target of ${written.metric} stands in an annotation: convert the HPA to autoscaling/v2 first.`,
      ];
    }
    const isNumber =
      written.field === 'averageUtilization' || typeof valueAt(hpa.object, ...path) === 'number';
    return [step(path, isNumber && Number.isInteger(value) ? value : targetText(value))];
  });
}

/** Without metrics the API server fills in CPU at 80 %: another target has to be written out. */
function implicitTargetSteps(view: HpaView, percent: number | undefined): readonly EditStep[] {
  if (percent === undefined || percent === DEFAULT_CPU_PERCENT) return [];
  if (view.version === 'v1') return [step(['spec', 'targetCPUUtilizationPercentage'], percent)];
  const target =
    view.version === 'v2beta1'
      ? { targetAverageUtilization: percent }
      : { target: { type: 'Utilization', averageUtilization: percent } };
  return [step(['spec', 'metrics'], [{ type: 'Resource', resource: { name: 'cpu', ...target } }])];
}

function step(...[path, value, position]: StepOf): EditStep {
  return (resource) => setValue(resource, path, value, position);
}

type StepOf = [
  path: Path,
  value: Parameters<typeof setValue>[2],
  position?: NonNullable<Parameters<typeof setValue>[3]>,
];
