import type { CommandLineFlag } from '../apis/command-line-flag.ts';
import type { Field } from './field.ts';
import { appendTo, type FixStep, removeField, writeValue } from './fix.ts';

/** Gives a flag another value, in the form in which it is written: `--name=value` or `--name value`. */
export function setFlag(root: Field, { name, path, valuePath }: CommandLineFlag, value: string): FixStep {
  const field = root.get(...valuePath);
  if (valuePath !== path) return writeValue(field, value);
  const written = /^[^=]*/.exec(field.text)?.[0] ?? `--${name}`;
  return writeValue(field, `${written}=${value}`);
}

/** Adds a flag behind the last one; nothing where no other flag shows where flags go. */
export function addFlag(
  root: Field,
  flags: readonly CommandLineFlag[],
  name: string,
  value: string,
): readonly FixStep[] {
  const last = flags.at(-1);
  return last ? [appendTo(root.get(...last.path).parent, `--${name}=${value}`)] : [];
}

/** Gives a flag another name; its value stays. */
export function renameFlag(root: Field, { path }: CommandLineFlag, name: string): FixStep {
  const field = root.get(...path);
  return writeValue(field, field.text.replace(/^(--?)[^=]*/, `$1${name}`));
}

/** Takes a flag with its value from the command line. */
export function dropFlag(root: Field, { path, valuePath }: CommandLineFlag): readonly FixStep[] {
  const items = path === valuePath ? [path] : [path, valuePath];
  return items.map((item) => removeField(root.get(...item)));
}
