import type { HpaView } from '../../apis/hpa.ts';
import { formatNumber } from '../../units/index.ts';
import { element, emptyElement, text } from './html-element.ts';
import {
  HORIZON_MINUTES,
  MOST_REPLICAS,
  targetsOf,
  type WhatIfSettings,
  type WrittenTarget,
} from './settings.ts';

/** One thing that can be set: by a slider within what is usual, by its number field within what is possible. */
interface Control {
  /** `min`, `max`, `horizon` or `target:METRIC`. */
  readonly setting: string;
  readonly label: string;
  readonly unit: string;
  readonly value: number;
  readonly slider: { readonly from: number; readonly to: number; readonly step: number };
  readonly field: { readonly from: number; readonly to?: number; readonly step: number | 'any' };
}

/** The form of the what-if panel: a slider and a number field for each setting, all with labels. `simulated`: metrics that have an effect. */
export function controlsHtml(view: HpaView, settings: WhatIfSettings, simulated: readonly string[]): string {
  const targets = targetsOf(view).filter(({ metric }) => simulated.includes(metric));
  const controls = [
    ...replicaControls(view, settings),
    ...targets.map((target) => targetControl(target, settings.targets[target.metric] ?? target.value)),
    horizonControl(settings.horizonMinutes),
  ];
  return controls.map(controlHtml).join('');
}

function replicaControls(view: HpaView, { minReplicas, maxReplicas }: WhatIfSettings): readonly Control[] {
  const from = Math.min(1, view.minReplicas);
  const to = Math.max(10, Math.ceil(2.5 * Math.max(minReplicas, maxReplicas)));
  const common = {
    unit: 'replicas',
    slider: { from, to, step: 1 },
    field: { from, to: MOST_REPLICAS, step: 1 },
  };
  return [
    { setting: 'min', label: 'Minimum', value: minReplicas, ...common },
    { setting: 'max', label: 'Maximum', value: maxReplicas, ...common },
  ];
}

function targetControl({ metric, field, value: written }: WrittenTarget, value: number): Control {
  const setting = `target:${metric}`;
  if (field === 'averageUtilization') {
    return {
      setting,
      label: `Target of ${metric}`,
      unit: '% of the request',
      value,
      slider: { from: 5, to: Math.max(100, value), step: 1 },
      field: { from: 1, step: 1 },
    };
  }
  const step = roundStep(written / 20);
  return {
    setting,
    label: `Target of ${metric}`,
    unit: field === 'averageValue' ? 'for each pod' : 'in all',
    value,
    slider: { from: step, to: Math.ceil((4 * written) / step) * step, step },
    field: { from: 0.001, step: 'any' },
  };
}

function horizonControl(value: number): Control {
  const { least, most } = HORIZON_MINUTES;
  return {
    setting: 'horizon',
    label: 'Look ahead',
    unit: 'minutes of forecast',
    value,
    slider: { from: least, to: Math.max(360, value), step: 5 },
    field: { from: least, to: most, step: 1 },
  };
}

/** 1, 2 or 5 times a power of ten, at most `value`, at least a thousandth. */
function roundStep(value: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(value, 0.001)));
  const factor = [5, 2, 1].find((each) => each * power <= value) ?? 1;
  return Number((factor * power).toPrecision(1));
}

function controlHtml({ setting, label, unit, value, slider, field }: Control): string {
  const id = `set-${setting.replaceAll(/[^\w-]/g, '-')}`;
  const data = { 'data-setting': setting, value };
  return element(
    'div',
    { class: 'control' },
    element('label', { for: id }, text(label)),
    emptyElement('input', {
      type: 'range',
      ...data,
      min: slider.from,
      max: slider.to,
      step: slider.step,
      'aria-label': `${label}, slider`,
      'aria-describedby': `${id}-unit`,
    }),
    emptyElement('input', {
      type: 'number',
      id,
      ...data,
      min: field.from,
      ...(field.to === undefined ? {} : { max: field.to }),
      step: field.step,
      'aria-describedby': `${id}-unit`,
    }),
    element('span', { class: 'unit', id: `${id}-unit` }, text(`${unit}, now ${formatNumber(value, 4)}`)),
  );
}
