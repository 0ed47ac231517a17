import { verticalPodAutoscaler } from '../apis/kinds.ts';
import { vpaSource } from './links.ts';

/** What most rules for VPAs share. */
export const vpaMeta = {
  category: 'vpa',
  preset: 'recommended',
  appliesTo: [verticalPodAutoscaler],
} as const;

/** What the rules share that repeat the admission webhook's validation. */
export const vpaRejected = {
  ...vpaMeta,
  severity: 'error',
  rejectedBy: 'VPA admission webhook',
  why: "The VPA's admission webhook rejects the object, so the last applied VPA, or none, stays in force.",
} as const;

export const vpaValidation = vpaSource(
  'pkg/admission-controller/resource/vpa/validation.go',
  'VPA admission controller: validation (1.7.1)',
);
export const vpaLimitations = vpaSource('docs/known-limitations.md', 'VPA: known limitations (1.7.1)');
