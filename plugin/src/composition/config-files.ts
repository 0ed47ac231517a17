import { readFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';

import { type LintConfig, type LintSettings, readLintConfig } from '@kubectl-autoscale/core/lint';
import { fail, ok, type Result } from '@kubectl-autoscale/core/units';

export const CONFIG_FILE_NAME = '.kubectl-autoscale.yaml';

/** A configuration file with its globs made relative to the workspace. */
export interface ConfigFile {
  /** Absolute. */
  readonly path: string;
  /** The folder that it speaks of, POSIX, relative to the workspace's root; empty for all of it. */
  readonly folder: string;
  readonly settings: LintSettings;
  readonly events: LintConfig['events'];
  readonly sources: LintConfig['sources'];
  readonly lineOf: LintConfig['lineOf'];
}

/** Finds the configuration of each file: the nearest one above it, up to the root of the workspace. Each is read once. */
export class ConfigFiles {
  readonly #root: string;
  readonly #byFolder = new Map<string, Promise<Result<ConfigFile | undefined, readonly string[]>>>();

  constructor(root: string) {
    this.#root = root;
  }

  /** For a file of the workspace. The errors are all mistakes of the configuration, each with its place. */
  forFile(path: string): Promise<Result<ConfigFile | undefined, readonly string[]>> {
    return this.#forFolder(dirname(resolve(this.#root, path)));
  }

  /** One that is named; it speaks of the whole workspace. */
  named(path: string): Promise<Result<ConfigFile, readonly string[]>> {
    return this.#read(resolve(path), this.#root);
  }

  #forFolder(folder: string): Promise<Result<ConfigFile | undefined, readonly string[]>> {
    const known = this.#byFolder.get(folder) ?? this.#find(folder);
    this.#byFolder.set(folder, known);
    return known;
  }

  async #find(folder: string): Promise<Result<ConfigFile | undefined, readonly string[]>> {
    const found = await this.#read(join(folder, CONFIG_FILE_NAME), folder, true);
    if (!found.ok || found.value !== undefined) return found;
    return folder === this.#root || dirname(folder) === folder
      ? ok(undefined)
      : this.#forFolder(dirname(folder));
  }

  async #read(path: string, folder: string): Promise<Result<ConfigFile, readonly string[]>>;
  async #read(
    path: string,
    folder: string,
    mayMiss: true,
  ): Promise<Result<ConfigFile | undefined, readonly string[]>>;
  async #read(
    path: string,
    folder: string,
    mayMiss = false,
  ): Promise<Result<ConfigFile | undefined, readonly string[]>> {
    const shown = relative(resolve('.'), path) || path;
    let text: string;
    try {
      text = await readFile(path, 'utf8');
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
      if (mayMiss && code === 'ENOENT') return ok(undefined);
      const reason = code === 'ENOENT' ? 'there is no such file' : code;
      return fail([`cannot read the configuration ${shown}: ${reason}`]);
    }
    const config = readLintConfig(text);
    if (!config.ok) {
      const problems = config.error.map(
        ({ path: at, message, position: { line, column } }) =>
          `${shown}:${line}:${column}: ${at === '' ? '' : `${at} `}${message}`,
      );
      return fail(problems);
    }
    const base = relative(this.#root, folder).split(sep).join('/');
    const settings = inFolder(config.value.settings, base);
    const { events, sources } = config.value;
    return ok({ path, folder: base, settings, events, sources, lineOf: (at) => config.value.lineOf(at) });
  }
}

/** Globs of overrides are meant from the configuration's own folder. */
function inFolder(settings: LintSettings, folder: string): LintSettings {
  if (folder === '') return settings;
  const rebase = (glob: string): string => {
    const anchored = glob.replace(/^\.?\//, '');
    return anchored.includes('/') ? `${folder}/${anchored}` : `${folder}/**/${anchored}`;
  };
  return {
    ...settings,
    overrides: settings.overrides.map((override) => ({
      ...override,
      ...(override.files === undefined ? {} : { files: override.files.map(rebase) }),
    })),
  };
}
