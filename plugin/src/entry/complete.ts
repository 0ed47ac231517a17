import { readdirSync, readFileSync } from 'node:fs';

import { complete as completion, type Completion, type Names } from '../completion/candidates.ts';
import {
  contextNames,
  customMetricNames,
  namespaceNames,
  objectNames,
  workloadNames,
} from '../completion/cluster-names.ts';
import type { Commands } from '../completion/manifest.ts';

/** cobra's directives: 0 lets the shell go on with file names, 4 does not, 2 adds no blank behind the word. */
const DIRECTIVES: Readonly<Record<Completion['directive'], number>> = {
  default: 0,
  'no-files': 4,
  'no-space': 6,
};

/**
 * kubectl's completion protocol: the words typed so far, the last one possibly empty, come as arguments; candidates
 * go to standard output as `word<TAB>description`, and a last line gives the directive.
 * Commands and flags come from oclif's manifest alone, so that no command has to be loaded.
 */
export async function complete(packageRoot: URL, words: readonly string[]): Promise<void> {
  const manifest = JSON.parse(readFileSync(new URL('oclif.manifest.json', packageRoot), 'utf8')) as {
    readonly commands: Commands;
  };
  const { candidates, directive } = await completion(
    manifest.commands,
    words,
    namesFrom(packageRoot, process.env),
  );
  const lines = candidates.map(([word, about]) => (about === '' ? word : `${word}\t${about}`));
  process.stdout.write([...lines, `:${DIRECTIVES[directive]}`, ''].join('\n'));
}

function namesFrom(packageRoot: URL, env: NodeJS.ProcessEnv): Names {
  return {
    contexts: (given) => contextNames(given, env),
    namespaces: (given) => namespaceNames(given, env),
    workloads: (given) => workloadNames(given, env),
    objects: (resource, given) => objectNames(resource, given, env),
    metrics: (given) => customMetricNames(given, env),
    rules: () =>
      readdirSync(new URL('dist/rules', packageRoot)).flatMap((name) => /^(.+)\.md$/.exec(name)?.[1] ?? []),
  };
}
