import { applyEdits } from '../../manifest/apply-edits.ts';
import { type KubernetesObject, parseSourceFile, type TextEdit, toYaml } from '../../manifest/index.ts';
import type { SourceFile } from '../../manifest/source-file.ts';

/** The edit that adds an object as a document at the end of a file; why it cannot be, where it cannot. */
export function documentAtEnd(
  file: SourceFile,
  object: KubernetesObject,
): TextEdit | { readonly refusal: string } {
  if (file.path.endsWith('.json')) return { refusal: 'a JSON file holds one document' };
  const { text, lineEnd } = file;
  const open = text === '' || text.endsWith('\n') ? '' : lineEnd;
  const newText = `${open}---\n${toYaml(object)}`.replaceAll(/\r?\n/g, lineEnd);
  const edit = { file: file.path, range: { start: text.length, end: text.length }, newText };
  // In a template, or behind an unfinished block, it would become something else.
  const after = parseSourceFile(file.path, applyEdits(text, [edit]));
  const count = ({ documents }: SourceFile): number => documents.flatMap(({ resources }) => resources).length;
  return count(after) === count(file) + 1 && after.problems.length <= file.problems.length
    ? edit
    : { refusal: 'a document at the end of this file would not be read as one' };
}
