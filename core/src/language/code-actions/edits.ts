import type { SourceFile } from '../../manifest/source-file.ts';
import type { TextEdit } from '../../manifest/text-edit.ts';
import type { Addresses } from '../diagnostics.ts';
import { editorRange } from '../places.ts';
import type { EditorCodeAction, EditorTextEdit } from '../protocol-shapes.ts';

/** Edits of the engine as a workspace edit; `undefined` where one of their files is not known. */
export function workspaceEdit(
  edits: readonly TextEdit[],
  files: ReadonlyMap<string, SourceFile>,
  { uriOf }: Addresses,
): EditorCodeAction['edit'] {
  const changes: Record<string, EditorTextEdit[]> = {};
  for (const { file: path, range, newText } of edits) {
    const file = files.get(path);
    if (!file) return undefined;
    (changes[uriOf(path)] ??= []).push({ range: editorRange(file, range), newText });
  }
  return { changes };
}

/** The smallest single edit that makes one text of another: what both begin and end with stays. */
export function editBetween(file: SourceFile, newText: string): readonly TextEdit[] {
  const { text } = file;
  if (text === newText) return [];
  const most = Math.min(text.length, newText.length);
  let start = 0;
  while (start < most && text[start] === newText[start]) start += 1;
  let tail = 0;
  while (tail < most - start && text[text.length - 1 - tail] === newText[newText.length - 1 - tail]) {
    tail += 1;
  }
  return [
    {
      file: file.path,
      range: { start, end: text.length - tail },
      newText: newText.slice(start, newText.length - tail),
    },
  ];
}
