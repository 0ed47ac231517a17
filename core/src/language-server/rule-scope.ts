import { ruleOf } from '../language/index.ts';

/** Whether a rule judges an object by itself: its findings are right before the rest of the folder is known. */
export function findsInOneFile(ruleId: string): boolean {
  const needs = ruleOf(ruleId)?.meta.needs ?? [];
  // A suppression of a rule that looks at other objects is not known to be unused yet.
  if (ruleId === 'unused-suppression') return false;
  return !needs.includes('workspace') && !needs.includes('complete-workspace');
}
