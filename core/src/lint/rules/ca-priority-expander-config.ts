import {
  priorityExpanderConfigMap,
  priorityExpanderConfigMapView,
  readNodeGroupPriorities,
} from '../../apis/cluster-autoscaler.ts';
import { configMap } from '../../apis/kinds.ts';
import { fromYaml } from '../../manifest/plain-yaml.ts';
import { nearest } from '../../units/nearest.ts';
import type { Field } from '../field.ts';
import { type FixOffer, offerFix, renameField } from '../fix.ts';
import { clusterAutoscalerSource, thread } from '../links.ts';
import { defineRule, type RuleContext } from '../rule.ts';

const messages = {
  key: 'the key must be priorities, not {key}',
  malformed: 'the priorities cannot be read: {problem}',
  lookaround: 'Go regular expressions have no {what}: {pattern}',
  negative: 'priority {priority} never wins: the lowest that does is 0',
} as const;

const { name: mapName, key: mapKey } = priorityExpanderConfigMap;

export const caPriorityExpanderConfig = defineRule({
  id: 'ca-priority-expander-config',
  meta: {
    summary: "The ConfigMap of Cluster Autoscaler's priority expander cannot be read.",
    why: 'The expander then filters nothing (event PriorityConfigMapInvalid), and the node group is chosen at random.',
    remediation:
      'Put a mapping from whole numbers to lists of Go regular expressions under the key priorities.',
    severity: 'error',
    category: 'cluster-autoscaler',
    preset: 'recommended',
    appliesTo: [configMap],
    fix: 'safe',
    messages,
    references: [
      clusterAutoscalerSource(
        'expander/priority/priority.go',
        'Cluster Autoscaler: priority expander (1.36.1)',
      ),
      clusterAutoscalerSource(
        'expander/priority/readme.md',
        'Cluster Autoscaler: priority expander, how to use it (1.36.1)',
      ),
      thread('kubernetes/autoscaler', 3711, 'priority expander ConfigMap is ignored'),
    ],
  },
  check(context) {
    const { resource, root, report } = context;
    const view = priorityExpanderConfigMapView(resource.object);
    if (resource.name !== mapName || !view) return;
    const data = root.get('data');
    const text = data.get(mapKey);
    if (text.string === undefined) {
      const [only, ...others] = data.entries;
      if (!only || others.length > 0) return;
      const [key, field] = only;
      report({ messageId: 'key', data: { key }, at: field, part: 'key', fixes: renameTo(field, key) });
      return;
    }
    const parsed = fromYaml(text.string);
    const read = parsed.ok ? readNodeGroupPriorities(parsed.value) : undefined;
    if (!parsed.ok) {
      report({ messageId: 'malformed', data: { problem: firstLine(parsed.error) }, at: text });
    } else if (read && !read.ok) {
      report({ messageId: 'malformed', data: { problem: read.error.message }, at: text });
    } else if (read?.ok) {
      for (const entry of read.value) checkEntry(context, text, entry.priority, entry.patterns);
    }
  },
});

function checkEntry(
  { report }: RuleContext<typeof messages>,
  at: Field,
  priority: number,
  patterns: readonly string[],
): void {
  if (priority < 0) report({ messageId: 'negative', data: { priority }, at, severity: 'warning' });
  for (const pattern of patterns) {
    const found = /\(\?<?[=!]/.test(pattern)
      ? 'lookaround'
      : /(?:^|[^\\])\\[1-9]/.test(pattern)
        ? 'backreferences'
        : undefined;
    if (found) report({ messageId: 'lookaround', data: { what: found, pattern }, at });
  }
}

function renameTo(field: Field, key: string): readonly FixOffer[] {
  const kind = nearest(key.toLowerCase().replace(/\.ya?ml$/, ''), [mapKey, 'priority'])
    ? 'safe'
    : 'suggestion';
  return offerFix(kind, `Rename it to ${mapKey}`, renameField(field, mapKey));
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}
