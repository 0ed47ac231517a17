import { readFileSync } from 'node:fs';

interface ManifestFlag {
  readonly name: string;
  readonly char?: string;
  readonly summary?: string;
  readonly description?: string;
  readonly hidden?: boolean;
  readonly type: 'boolean' | 'option';
  readonly options?: readonly string[];
  readonly helpValue?: string;
}

interface ManifestCommand {
  readonly summary?: string;
  readonly hidden?: boolean;
  readonly flags: Readonly<Record<string, ManifestFlag>>;
}

/** kubectl's completion directives (cobra's): 4 means "do not fall back to file names". */
const NO_FILE_COMPLETION = ':4';

/**
 * kubectl's completion protocol: the words typed so far, the last one possibly empty, come as arguments; candidates
 * go to standard output as `word<TAB>description`, and a last line gives the directive.
 * Commands and flags come from oclif's manifest alone, so that no command has to be loaded.
 */
export function complete(packageRoot: URL, words: readonly string[]): void {
  const manifest = JSON.parse(readFileSync(new URL('oclif.manifest.json', packageRoot), 'utf8')) as {
    commands: Record<string, ManifestCommand>;
  };
  const lines = candidates(manifest.commands, words).map(([word, about]) => `${word}\t${about}`);
  process.stdout.write([...lines, NO_FILE_COMPLETION, ''].join('\n'));
}

/** The candidates for the last word, with what each means. */
export function candidates(
  commands: Readonly<Record<string, ManifestCommand>>,
  words: readonly string[],
): readonly (readonly [string, string])[] {
  const current = words.at(-1) ?? '';
  if (words.length <= 1) {
    return Object.entries(commands)
      .filter(([id, command]) => command.hidden !== true && id.startsWith(current))
      .map(([id, command]) => [id, command.summary ?? '']);
  }
  const command = commands[words[0] ?? ''];
  if (command === undefined) return [];
  const flags = Object.values(command.flags).filter((flag) => flag.hidden !== true);
  const previous = flags.find(
    (flag) => words.at(-2) === `--${flag.name}` || words.at(-2) === `-${flag.char ?? ''}`,
  );
  if (previous?.type === 'option') {
    return valuesOf(previous)
      .filter((option) => option.startsWith(current))
      .map((option) => [option, '']);
  }
  if (!current.startsWith('-')) return [];
  return flags
    .map((flag) => [`--${flag.name}`, flag.summary ?? flag.description ?? ''] as const)
    .filter(([name]) => name.startsWith(current));
}

/** The values that a flag takes: its options, or what its help value lists (`text|json[=FILE]`). */
function valuesOf({ options, helpValue = '' }: ManifestFlag): readonly string[] {
  if (options !== undefined) return options;
  return helpValue.includes('|') ? helpValue.replace(/\[.*$/, '').split('|') : [];
}
