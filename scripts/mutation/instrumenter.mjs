import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const INSTRUMENTER = '@stryker-mutator/instrumenter@9.6.1';

/**
 * The files of a folder with every mutant behind a switch, by path, and the mutants. The instrumenter is installed once into
 * ~/.cache/kubectl-autoscale/mutation and loaded by path: it is no dependency of the project.
 *
 * @param takes whether a file, by its path below the folder, is mutated
 */
export async function instrumentFolder(folder, takes) {
  const Instrumenter = await loadInstrumenter();
  const silent = () => undefined;
  const logger = { debug: silent, info: silent, warn: silent, isDebugEnabled: () => false };
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && takes(name))
    .sort()
    .map((name) => ({
      name: join(folder, name),
      mutate: true,
      content: readFileSync(join(folder, name), 'utf8'),
    }));
  const { files, mutants } = await new Instrumenter(logger).instrument(sources, {
    plugins: null,
    excludedMutations: ['StringLiteral'],
    ignorers: [],
  });
  return {
    contents: new Map(files.map(({ name, content }) => [name, content])),
    mutants: mutants.filter(({ status }) => status !== 'Ignored'),
  };
}

async function loadInstrumenter() {
  const home = join(homedir(), '.cache/kubectl-autoscale/mutation');
  if (!existsSync(join(home, 'node_modules/@stryker-mutator/instrumenter'))) {
    mkdirSync(home, { recursive: true });
    writeFileSync(join(home, 'package.json'), '{"private":true}\n');
    execFileSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', INSTRUMENTER], {
      cwd: home,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
  }
  const path = join(home, 'node_modules/@stryker-mutator/instrumenter/dist/src/index.js');
  return (await import(pathToFileURL(path).href)).Instrumenter;
}

/** An esbuild plugin that puts the instrumented files in place of the real ones. */
export function instrumentedSources(root, contents) {
  return {
    name: 'instrumented',
    setup({ onLoad, onResolve }) {
      onResolve({ filter: /^#core\// }, ({ path }) => ({ path: join(root, 'core/src', path.slice(6)) }));
      onLoad({ filter: /\.ts$/ }, ({ path }) =>
        contents.has(path) ? { contents: contents.get(path), loader: 'ts' } : undefined,
      );
    },
  };
}
