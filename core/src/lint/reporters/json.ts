import type { SourceFile } from '../../manifest/source-file.ts';
import type { TextEdit } from '../../manifest/text-edit.ts';
import type { Finding, Fix, RelatedLocation } from '../finding.ts';
import type { LintResult } from '../lint-result.ts';
import { type ReportContext, shownPath } from './report-context.ts';

/** Version of docs/schemas/lint-result.schema.json; raised when a field changes its meaning or goes. */
export const lintResultSchemaVersion = 1;

/** For programs: docs/schemas/lint-result.schema.json. Lines and columns count from 1, columns in UTF-16 code units. */
export function reportJson(result: LintResult, context: ReportContext): string {
  const document = {
    schemaVersion: lintResultSchemaVersion,
    findings: result.findings.map((finding) => toJson(finding, context)),
    suppressed: result.suppressed.map(({ finding, source, reason }) => ({
      ...toJson(finding, context),
      suppression: { source, reason },
    })),
    crashedRules: result.crashedRules.map((crash) => ({ ...crash, file: shownPath(crash.file, context) })),
    skippedRules: result.skippedRules,
    summary: {
      filesChecked: result.filesChecked,
      objectsChecked: result.objectsChecked,
      acceptedByBaseline: context.acceptedByBaseline ?? 0,
    },
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

function toJson(finding: Finding, context: ReportContext): object {
  const [fix] = finding.fixes;
  return {
    ruleId: finding.ruleId,
    severity: finding.severity,
    message: finding.message,
    why: finding.why,
    ...place(finding, context),
    object: finding.object,
    related: finding.related.map((related) => ({ ...place(related, context), message: related.message })),
    ...(fix ? { fix: fixToJson(fix, context) } : {}),
  };
}

/** Live objects have no place in a file; the finding's `object` names them. */
function place(
  { file, start, end }: Pick<RelatedLocation, 'file' | 'start' | 'end'>,
  context: ReportContext,
): object {
  return context.isLive === true ? {} : { file: shownPath(file, context), range: { start, end } };
}

function fixToJson(fix: Fix, context: ReportContext): object {
  const edits = fix.edits().flatMap((edit) => {
    const file = context.files.get(edit.file);
    return file ? [editToJson(edit, file, context)] : [];
  });
  return { kind: fix.kind, title: fix.title, edits };
}

function editToJson(edit: TextEdit, file: SourceFile, context: ReportContext): object {
  return {
    file: shownPath(edit.file, context),
    range: { start: file.positionAt(edit.range.start), end: file.positionAt(edit.range.end) },
    newText: edit.newText,
  };
}
