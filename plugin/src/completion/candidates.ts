import type { Commands, ManifestFlag } from './manifest.ts';
import { type Completable, type ReadWords, readWords } from './read-words.ts';

/** A word, and what it means. */
export type Candidate = readonly [word: string, about: string];

/** What the shell does with the candidates, in cobra's bits: https://pkg.go.dev/github.com/spf13/cobra#ShellCompDirective. */
export type Directive = 'default' | 'no-files' | 'no-space';

export interface Completion {
  readonly candidates: readonly Candidate[];
  readonly directive: Directive;
}

/** Where names come from that the program does not know by itself. */
export interface Names {
  contexts(given: Given): Promise<readonly string[]>;
  namespaces(given: Given): Promise<readonly string[]>;
  workloads(given: Given): Promise<readonly string[]>;
  objects(resource: string, given: Given): Promise<readonly string[]>;
  metrics(given: Given): Promise<readonly string[]>;
  rules(): readonly string[];
}

type Given = ReadWords['given'];

const FILES: Completion = { candidates: [], directive: 'default' };

/** What the last word may become. */
export async function complete(
  commands: Commands,
  words: readonly string[],
  names: Names,
): Promise<Completion> {
  const read = readWords(commands, words);
  const all = await Promise.all(read.completables.map((each) => candidatesOf(each, read, commands, names)));
  const fitting = all
    .flatMap(({ candidates }) => candidates)
    .filter(([word]) => word.startsWith(read.beginning));
  const isForFiles = fitting.length === 0 && all.some(({ directive }) => directive === 'default');
  // A list goes on behind its comma, a kind behind its slash.
  const isOpen = fitting.length > 0 && fitting.every(([word]) => /[/,]$/.test(word));
  return { candidates: fitting, directive: isForFiles ? 'default' : isOpen ? 'no-space' : 'no-files' };
}

async function candidatesOf(
  completable: Completable,
  read: ReadWords,
  commands: Commands,
  names: Names,
): Promise<Completion> {
  switch (completable.kind) {
    case 'subcommand':
      return words(subcommands(commands, completable.topic));
    case 'flag':
      return words(
        completable.flags.map((flag): Candidate => [
          `--${flag.name}`,
          flag.summary ?? flag.description ?? '',
        ]),
      );
    case 'value':
      return flagValues(completable.flag, read, names);
    case 'argument':
      return argumentValues(completable, read, names);
  }
}

/** The next word of each command below a topic. A topic whose command does nothing by itself is still a word. */
function subcommands(commands: Commands, topic: string): readonly Candidate[] {
  const prefix = topic === '' ? '' : `${topic}:`;
  const found = new Map<string, string>();
  for (const [id, { hidden, summary = '' }] of Object.entries(commands)) {
    if (hidden === true || !id.startsWith(prefix)) continue;
    const [next = '', ...deeper] = id.slice(prefix.length).split(':');
    if (next !== '' && (deeper.length === 0 || !found.has(next))) {
      found.set(next, deeper.length === 0 ? summary : '');
    }
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1));
}

const DEMAND_METRICS = ['cpu', 'memory', 'gpu', 'requests', 'all'];

async function flagValues(
  flag: ManifestFlag,
  { given, beginning }: ReadWords,
  names: Names,
): Promise<Completion> {
  if (flag.options !== undefined) return named(flag.options);
  switch (flag.name) {
    case 'context':
      return named(await names.contexts(given));
    case 'contexts':
      return named(listed(beginning, await names.contexts(given)));
    case 'namespace':
      return named(await names.namespaces(given));
    case 'deployment':
      return named(await names.objects('deployments', given));
    case 'target':
      return named(await names.workloads(given));
    case 'metric':
    case 'demand-metric':
      return named([...DEMAND_METRICS, ...(await names.metrics(given))]);
    default:
      return helpValues(flag);
  }
}

/** The values that a help text lists (`text|json[=FILE]`); a flag that speaks of a file or folder takes one. */
function helpValues({ helpValue = '' }: ManifestFlag): Completion {
  if (/FILE|DIR|PATH/.test(helpValue) && !/^[a-z]/.test(helpValue)) return FILES;
  return named(
    helpValue.includes('|')
      ? helpValue
          .replace(/\[.*$/, '')
          .split('|')
          .filter((each) => /^[a-z]/.test(each))
      : [],
  );
}

/** `dev,sta` becomes `dev,staging`. */
function listed(beginning: string, all: readonly string[]): readonly string[] {
  const done = beginning.split(',').slice(0, -1);
  return all.filter((each) => !done.includes(each)).map((each) => [...done, each].join(','));
}

const KINDS = ['deployment', 'deployments', 'deploy', 'statefulset', 'statefulsets', 'sts'];

async function argumentValues(
  { argument, before }: Extract<Completable, { kind: 'argument' }>,
  { command, given, beginning }: ReadWords,
  names: Names,
): Promise<Completion> {
  if (argument.options !== undefined) return named(argument.options);
  const [kind] = before;
  switch (argument.name) {
    case 'workload':
      if (kind !== undefined && KINDS.includes(kind)) return named(await names.objects(kind, given));
      return beginning === '' || beginning.includes('/')
        ? named(await names.workloads(given))
        : named(['deploy/', 'sts/', ...(await names.workloads(given))]);
    case 'name':
      return named(
        command === 'explain:hpa'
          ? await names.objects('hpa', given)
          : command === 'explain:vpa'
            ? await names.objects('vpa', given)
            : [],
      );
    case 'subject':
      return named(names.rules());
    default:
      return FILES;
  }
}

const words = (candidates: readonly Candidate[]): Completion => ({ candidates, directive: 'no-files' });

const named = (all: readonly string[]): Completion => words(all.map((word): Candidate => [word, '']));
