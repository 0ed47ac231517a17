import { scaledObjectPaths } from '../../apis/keda.ts';
import { scaledObject } from '../../apis/kinds.ts';
import { removal } from '../fix.ts';
import { kedaSource } from '../links.ts';
import { defineRule } from '../rule.ts';

/** Scalers whose metrics KEDA does not read itself between the HPA's questions. */
const uncached = new Set(['cpu', 'memory', 'cron']);

export const kedaTriggerInvalid = defineRule({
  id: 'keda-trigger-invalid',
  meta: {
    summary: 'A ScaledObject has no trigger, two of one name, or one that cannot cache its metrics.',
    why: "KEDA's admission webhook rejects the object; without the webhook it is not ready and scales nothing.",
    remediation: 'Name each trigger once, and leave useCachedMetrics out of cpu, memory and cron triggers.',
    severity: 'error',
    category: 'keda',
    preset: 'recommended',
    appliesTo: [scaledObject],
    fix: 'suggestion',
    rejectedBy: 'KEDA admission webhook',
    messages: {
      none: 'a ScaledObject needs a trigger',
      cached: 'useCachedMetrics is not for {type} triggers',
      twice: 'another trigger is called {name} too',
    },
    references: [kedaSource('apis/keda/v1alpha1/scaletriggers_types.go', 'KEDA: ValidateTriggers (2.20.2)')],
  },
  check({ root, report }) {
    const triggers = root.get(...scaledObjectPaths.triggers);
    if (triggers.items.length === 0) {
      report({ messageId: 'none', at: triggers.exists ? triggers : root.get('spec'), part: 'key' });
      return;
    }
    const names = new Set<string>();
    for (const trigger of triggers.items) {
      const type = trigger.get('type').string ?? '';
      const cached = trigger.get('useCachedMetrics');
      if (cached.boolean === true && uncached.has(type)) {
        const fixes = removal('suggestion', 'Remove useCachedMetrics', cached);
        report({ messageId: 'cached', data: { type }, at: cached, part: 'entry', fixes });
      }
      const name = trigger.get('name').string ?? '';
      if (name !== '' && names.has(name)) {
        report({ messageId: 'twice', data: { name }, at: trigger.get('name') });
      }
      names.add(name);
    }
  },
});
