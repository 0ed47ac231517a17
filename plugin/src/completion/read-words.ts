import type { Commands, ManifestArgument, ManifestCommand, ManifestFlag } from './manifest.ts';

/** What the last word of a command line may become. */
export type Completable =
  | { readonly kind: 'subcommand'; readonly topic: string }
  | { readonly kind: 'flag'; readonly flags: readonly ManifestFlag[] }
  | { readonly kind: 'value'; readonly flag: ManifestFlag }
  | { readonly kind: 'argument'; readonly argument: ManifestArgument; readonly before: readonly string[] };

export interface ReadWords {
  /** Words that are typed and what they stand for, the best known first. */
  readonly completables: readonly Completable[];
  /** The beginning that candidates have to have. */
  readonly beginning: string;
  /** oclif's id of the command; empty where it is not told yet. */
  readonly command: string;
  /** Values of flags that were given before, by the flag's name. */
  readonly given: Readonly<Record<string, string>>;
}

/** Reads the words as the program would, the last one possibly empty. */
export function readWords(commands: Commands, words: readonly string[]): ReadWords {
  const typed = words.slice(0, -1);
  const current = words.at(-1) ?? '';
  const { id, rest } = longestCommand(commands, typed);
  const command = commands[id];
  const { given, positional, open } = readArguments(command, rest);
  const own = { command: id, given };
  const [, name = '', value] = /^--([^=]+)=(.*)$/.exec(current) ?? [];
  const inline = command && Object.values(command.flags).find((flag) => flag.name === name);
  if (inline && value !== undefined) {
    return { ...own, completables: [{ kind: 'value', flag: inline }], beginning: value };
  }
  if (open) return { ...own, completables: [{ kind: 'value', flag: open }], beginning: current };
  const topic = positional.length === 0 ? id : undefined;
  const subcommands: Completable[] =
    topic === undefined || rest.length > 0 ? [] : [{ kind: 'subcommand', topic }];
  if (current.startsWith('-')) {
    const flags = Object.values(command?.flags ?? {}).filter(
      (flag) => flag.hidden !== true && (flag.multiple === true || !(flag.name in given)),
    );
    return { ...own, completables: [{ kind: 'flag', flags }], beginning: current };
  }
  return {
    ...own,
    completables: [...subcommands, ...argumentAt(command, positional)],
    beginning: current,
  };
}

/** The command that the first words name, topics and all. */
function longestCommand(
  commands: Commands,
  words: readonly string[],
): { readonly id: string; readonly rest: readonly string[] } {
  for (let count = Math.min(2, words.length); count > 0; count -= 1) {
    const id = words.slice(0, count).join(':');
    if (id in commands || Object.keys(commands).some((each) => each.startsWith(`${id}:`))) {
      return { id, rest: words.slice(count) };
    }
  }
  return { id: '', rest: words };
}

function readArguments(command: ManifestCommand | undefined, words: readonly string[]) {
  const given: Record<string, string> = {};
  const positional: string[] = [];
  let open: ManifestFlag | undefined;
  const flags = Object.values(command?.flags ?? {});
  for (const word of words) {
    if (open) {
      given[open.name] = word;
      open = undefined;
      continue;
    }
    const [, long, value] = /^--([^=]+)(?:=(.*))?$/.exec(word) ?? [];
    const flag = flags.find(({ name, char }) => name === long || (char !== undefined && word === `-${char}`));
    if (flag === undefined) {
      if (!word.startsWith('-')) positional.push(word);
    } else if (flag.type === 'boolean') given[flag.name] = 'true';
    else if (value !== undefined) given[flag.name] = value;
    else open = flag;
  }
  return { given, positional, open };
}

/** The argument that comes next; a command that takes any number of words has its last one again. */
function argumentAt(
  command: ManifestCommand | undefined,
  positional: readonly string[],
): readonly Completable[] {
  if (command === undefined) return [];
  const all = Object.values(command.args);
  const argument = all[positional.length] ?? (command.strict === false ? all.at(-1) : undefined);
  return argument ? [{ kind: 'argument', argument, before: positional }] : [];
}
