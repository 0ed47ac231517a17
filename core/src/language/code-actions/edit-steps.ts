import { applyEdits } from '../../manifest/apply-edits.ts';
import { type EditResult, parseSourceFile } from '../../manifest/index.ts';
import type { Resource } from '../../manifest/source-file.ts';

/** One change of an object. */
export type EditStep = (resource: Resource) => EditResult;

/** The text of the object's file after all steps, each on what the one before left; or why one of them cannot be made. */
export function inTurn(
  resource: Resource,
  steps: readonly EditStep[],
): string | { readonly refusal: string } {
  const document = resource.file.documents.findIndex(({ resources }) => resources.includes(resource));
  const index = resource.file.documents[document]?.resources.indexOf(resource) ?? -1;
  let current = resource;
  for (const step of steps) {
    const edits = step(current);
    if (!edits.ok) return { refusal: edits.error.message };
    const file = parseSourceFile(current.file.path, applyEdits(current.file.text, edits.value), current.file);
    const next = file.documents[document]?.resources[index];
    if (!next) throw new Error('an edit lost its object');
    current = next;
  }
  return current.file.text;
}
