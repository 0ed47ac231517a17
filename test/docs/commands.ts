import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs, type ParseArgsConfig } from 'node:util';

import { type CodeBlock, root } from './documents.ts';

/** What oclif's manifest says of a flag. */
interface ManifestFlag {
  readonly type: 'boolean' | 'option';
  readonly char?: string;
  readonly allowNo?: boolean;
  readonly multiple?: boolean;
  readonly options?: readonly string[];
  readonly aliases?: readonly string[];
}

interface ManifestCommand {
  readonly flags: Readonly<Record<string, ManifestFlag>>;
  readonly args: Readonly<Record<string, { readonly options?: readonly string[] }>>;
  readonly strict?: boolean;
}

type Manifest = Readonly<Record<string, ManifestCommand>>;

/** A call of the plugin that a page shows. */
export interface ShownCommand {
  /** What follows the plugin's name, word by word. */
  readonly words: readonly string[];
  readonly text: string;
  readonly line: number;
}

const CALL = /(?:^|[\s|(])(?:kubectl autoscaler|kubectl[-_]autoscalers?|kubectl-autoscale)(?= )(.*)/;

/** The calls of the plugin in a block of shell, up to where a pipe, a redirection or a comment begins. */
export function shownCommands({ text, line }: CodeBlock): ShownCommand[] {
  const joined = text.replaceAll('\\\n', '  ');
  return joined.split('\n').flatMap((shown, index) => {
    const call = CALL.exec(shown)?.[1];
    return call === undefined ? [] : [{ words: shellWords(call), text: shown.trim(), line: line + index }];
  });
}

function shellWords(text: string): string[] {
  const words: string[] = [];
  for (const [word] of text.matchAll(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g)) {
    if (/^(?:[#|&;<>)]|\d?>|\|\|)/.test(word)) break;
    // What a reference leaves open.
    if (/^\[.*\]$/.test(word)) continue;
    words.push(word.replaceAll(/'([^']*)'|"([^"]*)"/g, '$1$2').replace(/[);]$/, ''));
  }
  return words;
}

export function readManifest(): Manifest {
  const { commands } = JSON.parse(readFileSync(join(root, 'plugin/oclif.manifest.json'), 'utf8')) as {
    commands: Manifest;
  };
  return commands;
}

/** Why the plugin would refuse the words of a call; undefined when it takes them. Values in <angles> or … stand for any. */
export function refusal(manifest: Manifest, words: readonly string[]): string | undefined {
  const id = commandOf(manifest, words);
  if (id === undefined) return words.every((word) => word.startsWith('-')) ? undefined : 'no such command';
  const command = manifest[id];
  if (!command) return 'no such command';
  const rest = words.slice(id.split(':').length);
  try {
    const { values, positionals } = parseArgs({
      args: [...rest],
      options: optionsOf(command),
      allowPositionals: true,
      allowNegative: true,
    });
    if (command.strict !== false && positionals.length > Object.keys(command.args).length) {
      return `takes no argument ${positionals.at(-1)}`;
    }
    return wrongChoice(command, values);
  } catch (error) {
    return (error as Error).message;
  }
}

/** The longest run of leading words that is a command. */
function commandOf(manifest: Manifest, words: readonly string[]): string | undefined {
  const leading = words.slice(
    0,
    words.findIndex((word) => word.startsWith('-')) === -1
      ? words.length
      : words.findIndex((word) => word.startsWith('-')),
  );
  for (let length = leading.length; length > 0; length -= 1) {
    const id = leading.slice(0, length).join(':');
    if (manifest[id]) return id;
  }
  return undefined;
}

function optionsOf(command: ManifestCommand): NonNullable<ParseArgsConfig['options']> {
  const entries = Object.entries(command.flags).flatMap(([name, flag]) => {
    const option = {
      type: flag.type === 'boolean' ? ('boolean' as const) : ('string' as const),
      multiple: flag.multiple ?? false,
      ...(flag.char === undefined ? {} : { short: flag.char }),
    };
    const aliases = (flag.aliases ?? []).map((alias) => [alias, { type: option.type }] as const);
    return [[name, option] as const, ...aliases];
  });
  return { ...Object.fromEntries(entries), help: { type: 'boolean' } };
}

function wrongChoice(
  { flags }: ManifestCommand,
  values: Readonly<Record<string, unknown>>,
): string | undefined {
  for (const [name, value] of Object.entries(values)) {
    const choices = flags[name]?.options;
    for (const given of [value].flat()) {
      if (choices && typeof given === 'string' && !/[<…|]/.test(given) && !choices.includes(given)) {
        return `--${name} is one of ${choices.join(', ')}, not ${given}`;
      }
    }
  }
  return undefined;
}
