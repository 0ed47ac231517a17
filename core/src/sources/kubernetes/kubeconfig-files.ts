import { readFile } from 'node:fs/promises';
import { delimiter, dirname, isAbsolute, join, resolve } from 'node:path';

import { fromYaml } from '../../manifest/plain-yaml.ts';
import { SourceError } from '../../ports/source-error.ts';

type Fields = Readonly<Record<string, unknown>>;

/** A kubeconfig as data, paths in it absolute. */
export interface RawKubeconfig {
  readonly 'current-context'?: string;
  readonly clusters: readonly Fields[];
  readonly users: readonly Fields[];
  readonly contexts: readonly Fields[];
}

export interface FoundKubeconfig {
  readonly config: RawKubeconfig;
  /** The files that were there. */
  readonly files: readonly string[];
  /** Where was looked, for the message when there is nothing. */
  readonly searched: readonly string[];
}

/** What decides where kubeconfigs are. */
export interface KubeconfigPlaces {
  /** `--kubeconfig`; must exist. */
  readonly explicitPath?: string;
  /** `KUBECONFIG`: a list of files, of which some may be missing. */
  readonly environment?: string;
  readonly homeDirectory: string;
}

/**
 * Reads and merges kubeconfigs as kubectl does (client-go v0.36 tools/clientcmd/loader.go): of the files of `KUBECONFIG` the
 * first to name a cluster, user, context or current context is heeded; relative paths are relative to their file.
 *
 * @throws SourceError `not-found` for a missing explicit file, `bad-response` for one that cannot be read or parsed.
 */
export async function readKubeconfigs(places: KubeconfigPlaces): Promise<FoundKubeconfig> {
  const { explicitPath, environment, homeDirectory } = places;
  if (explicitPath !== undefined) {
    const config = await readOne(resolve(explicitPath));
    if (config === undefined) throw missing(explicitPath);
    return { config, files: [explicitPath], searched: [explicitPath] };
  }
  const listed = (environment ?? '').split(delimiter).filter((path) => path !== '');
  const paths = listed.length > 0 ? listed : [join(homeDirectory, '.kube', 'config')];
  const read = await Promise.all(paths.map(async (path) => ({ path, config: await readOne(resolve(path)) })));
  const found = read.flatMap(({ path, config }) => (config === undefined ? [] : [{ path, config }]));
  return {
    config: merge(found.map(({ config }) => config)),
    files: found.map(({ path }) => path),
    searched: listed.length > 0 ? paths.map((path) => `${path} (KUBECONFIG)`) : paths,
  };
}

function missing(path: string): SourceError {
  return new SourceError({
    code: 'not-found',
    source: path,
    message: `There is no kubeconfig at ${path}`,
    suggestions: ['Check the path given with --kubeconfig.'],
  });
}

async function readOne(path: string): Promise<RawKubeconfig | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw unusable(path, `cannot be read (${code})`);
  }
  const parsed = fromYaml(text);
  // Only the first line of the parser's message: what follows quotes the file, with the credentials in it.
  if (!parsed.ok) throw unusable(path, `is no valid YAML: ${parsed.error.split('\n')[0] ?? ''}`);
  const value = parsed.value ?? {};
  if (typeof value !== 'object' || Array.isArray(value)) throw unusable(path, 'is no kubeconfig');
  return resolvePaths(value as Fields, dirname(path));
}

function unusable(path: string, what: string): SourceError {
  return new SourceError({
    code: 'bad-response',
    source: path,
    message: `The kubeconfig ${path} ${what}`,
    suggestions: ['Compare with what "kubectl config view" shows.'],
  });
}

function resolvePaths(value: Fields, folder: string): RawKubeconfig {
  const current = value['current-context'];
  const absolute = (fields: Fields, keys: readonly string[]): Fields => {
    const paths = keys.flatMap((key) => {
      const path = fields[key];
      return typeof path === 'string' && path !== '' ? [[key, absolutePath(folder, path)] as const] : [];
    });
    return { ...fields, ...Object.fromEntries(paths) };
  };
  return {
    ...(typeof current === 'string' && current !== '' && { 'current-context': current }),
    clusters: entries(value.clusters, 'cluster', (each) => absolute(each, ['certificate-authority'])),
    users: entries(value.users, 'user', (each) => {
      const user = absolute(each, ['client-certificate', 'client-key', 'tokenFile']);
      return isFields(user.exec) ? { ...user, exec: resolveCommand(user.exec, folder) } : user;
    }),
    contexts: entries(value.contexts, 'context', (each) => each),
  };
}

function absolutePath(folder: string, path: string): string {
  return isAbsolute(path) ? path : join(folder, path);
}

/** A command with a slash in it is a path, relative to the kubeconfig; one without is looked up in PATH. */
function resolveCommand(exec: Fields, folder: string): Fields {
  const { command } = exec;
  return typeof command === 'string' && /[/\\]/.test(command)
    ? { ...exec, command: absolutePath(folder, command) }
    : exec;
}

function entries(list: unknown, key: string, change: (fields: Fields) => Fields): readonly Fields[] {
  if (!Array.isArray(list)) return [];
  return list.filter(isFields).map((entry) => {
    const fields = entry[key];
    return isFields(fields) ? { ...entry, [key]: change(fields) } : entry;
  });
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function merge(configs: readonly RawKubeconfig[]): RawKubeconfig {
  const firstOf = (lists: readonly (readonly Fields[])[]): readonly Fields[] => {
    const byName = new Map<unknown, Fields>();
    for (const entry of lists.flat()) if (!byName.has(entry.name)) byName.set(entry.name, entry);
    return [...byName.values()];
  };
  const current = configs.find((config) => config['current-context'] !== undefined)?.['current-context'];
  return {
    ...(current !== undefined && { 'current-context': current }),
    clusters: firstOf(configs.map(({ clusters }) => clusters)),
    users: firstOf(configs.map(({ users }) => users)),
    contexts: firstOf(configs.map(({ contexts }) => contexts)),
  };
}
