import type { Finding } from '../../lint/index.ts';
import { applyEdits } from '../../manifest/apply-edits.ts';
import { parseSourceFile } from '../../manifest/parse.ts';
import type { SourceFile } from '../../manifest/source-file.ts';
import type { TextEdit } from '../../manifest/text-edit.ts';
import { type Addresses, diagnosticOf } from '../diagnostics.ts';
import type { EditorCodeAction } from '../protocol-shapes.ts';
import { workspaceEdit } from './edits.ts';

/** Rules whose findings cannot be silenced: the file itself is broken, or a suppression is. */
const unsilenceable = /^(yaml-|unused-suppression$|suppression-without-reason$)/;

/**
 * Comments that silence a rule, on the line above the finding or for the whole file. Neither is offered where a comment would become content, as
 * in a block scalar or in JSON.
 */
export function disableActions(
  finding: Finding,
  file: SourceFile,
  addresses: Addresses,
): readonly EditorCodeAction[] {
  const { ruleId } = finding;
  // JSON has no comments, though YAML would read them there.
  if (unsilenceable.test(ruleId) || file.path.endsWith('.json')) return [];
  const diagnostics = [diagnosticOf(finding, addresses)];
  const choices = [
    { title: `Disable ${ruleId} for this line`, edit: commentAbove(file, finding) },
    { title: `Disable ${ruleId} for this file`, edit: commentAtTop(file, ruleId) },
  ];
  return choices
    .filter(({ edit }) => keepsContent(file, edit))
    .flatMap(({ title, edit }) => {
      const change = workspaceEdit([edit], new Map([[file.path, file]]), addresses);
      return change ? [{ title, kind: 'quickfix', diagnostics, edit: change }] : [];
    });
}

function commentAbove(file: SourceFile, { range, ruleId }: Finding): TextEdit {
  const start = file.text.lastIndexOf('\n', range.start - 1) + 1;
  const indent = /^[ \t]*/.exec(file.text.slice(start))?.[0] ?? '';
  const newText = `${indent}# autoscale-disable-next-line ${ruleId} -- say why${file.lineEnd}`;
  return { file: file.path, range: { start, end: start }, newText };
}

function commentAtTop({ path, text, lineEnd }: SourceFile, ruleId: string): TextEdit {
  const start = text.startsWith('\uFEFF') ? 1 : 0;
  const newText = `# autoscale-disable-file ${ruleId} -- say why${lineEnd}`;
  return { file: path, range: { start, end: start }, newText };
}

function keepsContent(file: SourceFile, edit: TextEdit): boolean {
  const after = parseSourceFile(file.path, applyEdits(file.text, [edit]));
  return after.problems.length <= file.problems.length && objectsOf(after) === objectsOf(file);
}

function objectsOf({ documents }: SourceFile): string {
  return JSON.stringify(documents.flatMap(({ resources }) => resources.map(({ object }) => object)));
}
