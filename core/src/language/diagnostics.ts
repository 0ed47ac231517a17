import { fileRules } from '../lint/file-rules.ts';
import type { Finding, Severity } from '../lint/finding.ts';
import type { Rule } from '../lint/rule.ts';
import { rules } from '../lint/rules/index.ts';
import { editorPosition } from './places.ts';
import type { EditorDiagnostic } from './protocol-shapes.ts';

/** What a diagnostic names as its source: our own, so that it stands beside those of other YAML tools. */
const DIAGNOSTIC_SOURCE = 'kubectl-autoscale';

/** Where things are for the client. */
export interface Addresses {
  /** The URI of a file of the workspace folder. */
  readonly uriOf: (path: string) => string;
  /** The page of a rule; `undefined` where the client has none. */
  readonly rulePage: (ruleId: string) => string | undefined;
}

const severities: Readonly<Record<Severity, 1 | 2 | 3>> = { error: 1, warning: 2, info: 3 };

/** Rules that find something which has no effect: editors show it faded. */
const unnecessary: ReadonlySet<string> = new Set([
  'replicas-set-with-hpa',
  'unused-suppression',
  'gpu-toleration-without-gpu',
  'ca-priority-expander-unused',
]);

/** Rules that find what a later version drops: editors strike it out. */
const deprecated: ReadonlySet<string> = new Set([
  'hpa-removed-api',
  'pdb-removed-api',
  'vpa-removed-api',
  'vpa-deprecated-auto-mode',
  'karpenter-old-api',
  'ca-flag-deprecated',
]);

/** A finding as a diagnostic. The message ends with what happens if it stays, as the terminal's report does. */
export function diagnosticOf(finding: Finding, addresses: Addresses): EditorDiagnostic {
  const { ruleId, severity, message, why, related } = finding;
  const href = ruleHref(ruleId, addresses);
  const tags: (1 | 2)[] = [
    ...(unnecessary.has(ruleId) ? [1 as const] : []),
    ...(deprecated.has(ruleId) ? [2 as const] : []),
  ];
  return {
    range: { start: editorPosition(finding.start), end: editorPosition(finding.end) },
    severity: severities[severity],
    code: ruleId,
    ...(href === undefined ? {} : { codeDescription: { href } }),
    source: DIAGNOSTIC_SOURCE,
    message: why === '' ? message : `${message}\n${why}`,
    ...(tags.length === 0 ? {} : { tags }),
    ...(related.length === 0
      ? {}
      : {
          relatedInformation: related.map((place) => ({
            location: {
              uri: addresses.uriOf(place.file),
              range: { start: editorPosition(place.start), end: editorPosition(place.end) },
            },
            message: place.message,
          })),
        }),
  };
}

const allRules: ReadonlyMap<string, Pick<Rule, 'id' | 'meta'>> = new Map(
  [...rules, ...Object.values(fileRules)].map((rule) => [rule.id, rule]),
);

/** A rule of the registry, or of the file itself. */
export function ruleOf(ruleId: string): Pick<Rule, 'id' | 'meta'> | undefined {
  return allRules.get(ruleId);
}

/** The page of a rule, else the upstream source or thread that it rests on; `undefined` for what is no rule. */
export function ruleHref(ruleId: string, { rulePage }: Pick<Addresses, 'rulePage'>): string | undefined {
  const rule = ruleOf(ruleId);
  return rule && (rulePage(ruleId) ?? rule.meta.references[0]?.url);
}
