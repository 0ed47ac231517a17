import { applyFixes, type Finding, type Linter } from '../../lint/index.ts';
import type { SourceFile } from '../../manifest/source-file.ts';
import type { WorkspaceIndex } from '../../manifest/workspace-index.ts';
import { type Addresses, diagnosticOf } from '../diagnostics.ts';
import type { EditorCodeAction } from '../protocol-shapes.ts';
import { editBetween, workspaceEdit } from './edits.ts';

/** Every fix of a finding, safe ones first. */
export function fixActions(
  finding: Finding,
  files: ReadonlyMap<string, SourceFile>,
  addresses: Addresses,
): readonly EditorCodeAction[] {
  const diagnostics = [diagnosticOf(finding, addresses)];
  return [...finding.fixes]
    .sort((a, b) => Number(b.kind === 'safe') - Number(a.kind === 'safe'))
    .flatMap((fix) => {
      const { title, kind } = fix;
      const edit = workspaceEdit(fix.edits(), files, addresses);
      return edit ? [{ title, kind: 'quickfix', diagnostics, isPreferred: kind === 'safe', edit }] : [];
    });
}

/** One action that applies every safe fix of a document, again and again until none is left; `undefined` where there is none. */
export function fixAllAction(
  linter: Linter,
  index: WorkspaceIndex,
  file: SourceFile,
  kind: string,
  addresses: Addresses,
): EditorCodeAction | undefined {
  const { changed, applied } = applyFixes(linter, index, { reportOn: [file.path] });
  const text = changed.get(file.path);
  // A fix that also writes elsewhere is left to its own action, where the user sees both places.
  if (text === undefined || changed.size > 1) return undefined;
  const edit = workspaceEdit(editBetween(file, text), index.files, addresses);
  if (!edit) return undefined;
  const count = applied.length === 1 ? '1 safe fix' : `all ${applied.length} safe fixes`;
  return { title: `Apply ${count} of kubectl-autoscale`, kind, edit };
}
