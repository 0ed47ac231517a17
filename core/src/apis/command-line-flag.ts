import type { Path } from '../manifest/ranges.ts';
import { itemsAt } from './field-values.ts';

/** A flag on a container's command line. */
export interface CommandLineFlag {
  /** Without the dashes in front; `_` as `-`, as Kubernetes' components take it. */
  readonly name: string;
  /** Absent for a flag that stands alone. */
  readonly value?: string;
  /** The item of `command` or `args` that names the flag. */
  readonly path: Path;
  /** The item that holds the value: the same one in `--name=value`, the next one in `--name value`. */
  readonly valuePath: Path;
}

interface CommandLineItem {
  readonly text: string;
  readonly path: Path;
}

/**
 * The flags in `command` and `args` of the container at `path`, in order: `--name=value`, `--name value`,
 * `--name`; one dash does as well. The text after a flag without `=` is taken for its value unless it is a
 * flag itself, which is right for programs without positional arguments. A flag may occur several times; for
 * one that is no list the last counts.
 */
export function commandLineFlags(root: unknown, path: Path): readonly CommandLineFlag[] {
  const items = [...itemsOf(root, [...path, 'command']), ...itemsOf(root, [...path, 'args'])];
  return items.flatMap((item, index) => readFlag(item, items[index + 1]));
}

/** The value of the last flag of that name: the one that counts where it is no list. */
export function lastFlag(flags: readonly CommandLineFlag[], name: string): CommandLineFlag | undefined {
  return flags.findLast((flag) => flag.name === name);
}

function itemsOf(root: unknown, path: Path): readonly CommandLineItem[] {
  return itemsAt(root, ...path).map((item, index) => ({
    text: typeof item === 'string' ? item : '',
    path: [...path, index],
  }));
}

function readFlag(item: CommandLineItem, next: CommandLineItem | undefined): readonly CommandLineFlag[] {
  const parts = /^--?([A-Za-z][\w-]*)(?:=([\s\S]*))?$/.exec(item.text);
  if (!parts) return [];
  const [, written = '', value] = parts;
  const name = written.replaceAll('_', '-');
  if (value !== undefined) return [{ name, value, path: item.path, valuePath: item.path }];
  if (next === undefined || next.text === '' || isFlag(next.text)) {
    return [{ name, path: item.path, valuePath: item.path }];
  }
  return [{ name, value: next.text, path: item.path, valuePath: next.path }];
}

/** `-10` is a value, `-v` is a flag. */
function isFlag(text: string): boolean {
  return text.startsWith('-') && !/^-\.?\d/.test(text);
}
