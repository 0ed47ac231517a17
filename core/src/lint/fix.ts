import type { TextEdit } from '../manifest/text-edit.ts';
import type { Field } from './field.ts';
import type { Fix } from './finding.ts';

/** Offers to write another scalar in place of one; nothing where the value comes from an alias. */
export function replaceScalar(kind: Fix['kind'], title: string, field: Field, text: string): readonly Fix[] {
  return editable([field], { kind, title, edits: () => [scalarEdit(field, text)] });
}

/** A fix, unless one of the fields that it writes to is shared with other places by an alias or a merge key. */
export function editable(fields: readonly Field[], fix: Fix): readonly Fix[] {
  return fields.some((field) => field.resource.isAliased(field.path)) ? [] : [fix];
}

export function scalarEdit(field: Field, text: string): TextEdit {
  return { file: field.resource.file.path, range: field.range('value'), newText: text };
}
