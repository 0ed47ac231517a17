import { type HpaMetricType, isHpaMetricType, sourceFieldOf } from '../../apis/hpa-metric-spelling.ts';
import { horizontalPodAutoscaler } from '../../apis/kinds.ts';
import type { Field } from '../field.ts';
import { removal, replaceValue, spellLike } from '../fix.ts';
import { hpaValidation } from '../links.ts';
import { defineRule, type RuleContext } from '../rule.ts';

const messages = {
  type: 'a metric type is one of Resource, ContainerResource, Pods, Object, External, not {type}',
  source: 'a metric of type {type} needs the field {key}',
  extra: '{key} does not belong to a metric of type {type}',
  missing: 'a metric of type {type} needs {fields}',
  both: 'a metric of type {type} takes one of averageUtilization, averageValue and value',
  targetType: 'a target type is Utilization, Value or AverageValue, not {type}',
  noType: 'a metric needs its type: {types}',
  noName: 'a metric of type {type} needs {field}',
  low: '{field} must be greater than 0',
} as const;

/** The target fields of which a metric type needs one. */
const accepted: Readonly<Record<HpaMetricType, readonly string[]>> = {
  Resource: ['averageUtilization', 'averageValue'],
  ContainerResource: ['averageUtilization', 'averageValue'],
  Pods: ['averageValue'],
  Object: ['value', 'averageValue'],
  External: ['value', 'averageValue'],
};

const targetTypes = ['Utilization', 'Value', 'AverageValue'];
const metricTypes = Object.keys(accepted) as readonly HpaMetricType[];

export const hpaMetricTargetMismatch = defineRule({
  id: 'hpa-metric-target-mismatch',
  meta: {
    summary: "A metric's source or target does not fit its type.",
    why: 'The API server rejects the object, so the last applied HPA, or none, stays in force.',
    remediation:
      'Write the source that the type names, with averageUtilization or averageValue for pods and containers and value or averageValue for objects.',
    severity: 'error',
    category: 'hpa',
    preset: 'recommended',
    appliesTo: [horizontalPodAutoscaler],
    fix: 'suggestion',
    rejectedBy: 'kube-apiserver',
    messages,
    references: [hpaValidation],
  },
  check(context) {
    const { resource, root } = context;
    const percentage = root.get('spec', 'targetCPUUtilizationPercentage');
    if (resource.version === 'v1' && (percentage.integer ?? 1) <= 0) {
      context.report({ messageId: 'low', data: { field: 'targetCPUUtilizationPercentage' }, at: percentage });
    }
    if (resource.version !== 'v2' && resource.version !== 'v2beta2') return;
    for (const metric of root.get('spec', 'metrics').items) checkMetric(context, metric);
  },
});

function checkMetric(context: RuleContext<typeof messages>, metric: Field): void {
  const { report } = context;
  const typeField = metric.get('type');
  const type = typeField.string;
  if (!isHpaMetricType(type)) {
    if (typeField.exists) {
      const fixes = spellLike(typeField, metricTypes);
      report({ messageId: 'type', data: { type: typeField.text }, at: typeField, fixes });
      return;
    }
    const present = metricTypes.filter((each) => metric.get(sourceFieldOf(each)).exists);
    const [meant] = present.length === 1 ? present : [];
    report({
      messageId: 'noType',
      data: { types: present.length === 0 ? metricTypes.join(', ') : present.join(' or ') },
      at: metric,
      part: 'entry',
      fixes: meant === undefined ? [] : replaceValue('suggestion', `Write type: ${meant}`, typeField, meant),
    });
    return;
  }
  for (const other of metricTypes) {
    const key = sourceFieldOf(other);
    const source = metric.get(key);
    if (source.exists && other !== type) {
      const fixes = removal('suggestion', `Remove ${key}`, source);
      report({ messageId: 'extra', data: { key, type }, at: source, part: 'key', fixes });
    }
  }
  const source = metric.get(sourceFieldOf(type));
  if (source.exists) {
    checkNames(context, type, source);
    checkTarget(context, type, source.get('target'));
  } else report({ messageId: 'source', data: { type, key: sourceFieldOf(type) }, at: typeField });
}

/** Custom metrics have a rule of their own: `hpa-metric-name-missing`. */
function checkNames({ report }: RuleContext<typeof messages>, type: HpaMetricType, source: Field): void {
  const needed = { Resource: ['name'], ContainerResource: ['name', 'container'] };
  for (const field of type === 'Resource' || type === 'ContainerResource' ? needed[type] : []) {
    const name = source.get(field);
    if (name.exists && name.value !== '') continue;
    const at = name.exists ? { at: name } : { at: source, part: 'key' as const };
    report({ messageId: 'noName', data: { type, field }, ...at });
  }
}

function checkTarget({ report }: RuleContext<typeof messages>, type: HpaMetricType, target: Field): void {
  const targetType = target.get('type');
  if (targetType.exists && !targetTypes.includes(targetType.text)) {
    const fixes = spellLike(targetType, targetTypes);
    report({ messageId: 'targetType', data: { type: targetType.text }, at: targetType, fixes });
  }
  const fields = accepted[type].filter((name) => target.get(name).exists);
  if (fields.length === 0) {
    report({
      messageId: 'missing',
      data: { type, fields: accepted[type].join(' or ') },
      at: target,
      part: 'key',
    });
  } else if (fields.length > 1 && type !== 'Object') {
    const fixes = fields.flatMap((name) => removal('suggestion', `Remove ${name}`, target.get(name)));
    report({ messageId: 'both', data: { type }, at: target, part: 'key', fixes });
  }
  for (const name of ['averageUtilization', 'averageValue', 'value']) {
    const field = target.get(name);
    const quantity = field.quantity;
    if (quantity && quantity.nanos <= 0n) report({ messageId: 'low', data: { field: name }, at: field });
  }
}
