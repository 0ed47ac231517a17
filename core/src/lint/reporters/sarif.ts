import { fileRules } from '../file-rules.ts';
import type { Finding, RelatedLocation, Severity } from '../finding.ts';
import type { LintResult } from '../lint-result.ts';
import type { Rule } from '../rule.ts';
import { rules } from '../rules/index.ts';
import { fingerprints } from './fingerprint.ts';
import type { ReportContext } from './report-context.ts';

const levels: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' };

/**
 * SARIF 2.1.0 as GitHub code scanning takes it: paths relative to the repository, places from 1, `results` also when empty, and a
 * fingerprint that survives moved lines. https://docs.oasis-open.org/sarif/sarif/v2.1.0/
 */
export function reportSarif(result: LintResult, context: ReportContext): string {
  const used = new Set(result.findings.map(({ ruleId }) => ruleId));
  const described = [...rules, ...Object.values(fileRules)].filter(({ id }) => used.has(id));
  const ids = fingerprints(result.findings);
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'kubectl-autoscale',
            semanticVersion: context.toolVersion,
            rules: described.map(describeRule),
          },
        },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { '%SRCROOT%': { description: { text: 'the root of the repository' } } },
        results: result.findings.map((finding, index) => ({
          ...describeFinding(finding),
          ruleIndex: described.findIndex(({ id }) => id === finding.ruleId),
          partialFingerprints: { 'objectAndRule/v1': ids[index] },
        })),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function describeRule({ id, meta }: Pick<Rule, 'id' | 'meta'>): object {
  const references = meta.references.map(({ title, url }) => `- [${title}](${url})`);
  return {
    id,
    shortDescription: { text: meta.summary },
    fullDescription: { text: `${meta.summary} ${meta.why}` },
    help: {
      text: meta.remediation,
      markdown: [meta.remediation, ...(references.length > 0 ? ['', ...references] : [])].join('\n'),
    },
    defaultConfiguration: { level: levels[meta.severity] },
    properties: { category: meta.category, tags: ['kubernetes', 'autoscaling'] },
  };
}

function describeFinding(finding: Finding): object {
  const { ruleId, severity, message, object, related } = finding;
  const name = object && [object.namespace, object.kind, object.name].filter((part) => part !== undefined);
  return {
    ruleId,
    level: levels[severity],
    message: { text: plainText(message) },
    locations: [
      {
        ...location(finding),
        ...(name ? { logicalLocations: [{ fullyQualifiedName: name.join('/'), kind: 'resource' }] } : {}),
      },
    ],
    ...(related.length > 0
      ? {
          relatedLocations: related.map((place, id) => ({
            id,
            ...location(place),
            message: { text: plainText(place.message) },
          })),
        }
      : {}),
  };
}

/** `[text](address)` in a message is a link (section 3.11.6), and names may look like one. */
function plainText(message: string): string {
  return message.replaceAll('](', '\\](');
}

function location({ file, start, end }: Pick<RelatedLocation, 'file' | 'start' | 'end'>): object {
  return {
    physicalLocation: {
      artifactLocation: { uri: encodeURI(file).replace(/[?#]/g, encodeURIComponent), uriBaseId: '%SRCROOT%' },
      region: { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column },
    },
  };
}
