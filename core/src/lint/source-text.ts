import type { Field } from './field.ts';

/** A value as it is written in the file, quotes included. */
export function sourceText(field: Field): string {
  const { start, end } = field.range('value');
  return field.resource.file.text.slice(start, end);
}
