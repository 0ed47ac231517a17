import type { LintSettings } from '@kubectl-autoscale/core/lint';

import { type ConfigFile, ConfigFiles } from '../composition/config-files.ts';
import { ConfigurationError } from './configuration-error.ts';
import type { LintGroup } from './lint-groups.ts';
import { settingsFor } from './lint-settings.ts';
import type { RenderRoot } from './render-roots.ts';

/**
 * By which settings each file of a workspace is linted: those of the configuration that is named, else of the nearest one above
 * the file, with the command line laid over it. Its methods throw {@link ConfigurationError}.
 */
export class FileSettings {
  readonly #configs: ConfigFiles;
  readonly #named: string | undefined;
  readonly #fromFlags: Partial<LintSettings>;

  constructor(root: string, named: string | undefined, fromFlags: Partial<LintSettings>) {
    this.#configs = new ConfigFiles(root);
    this.#named = named;
    this.#fromFlags = fromFlags;
  }

  /** Paths are POSIX and relative to the workspace's root, as everywhere below. */
  async configOf(path: string): Promise<ConfigFile | undefined> {
    const named = this.#named;
    const found = await (named === undefined ? this.#configs.forFile(path) : this.#configs.named(named));
    if (!found.ok) throw new ConfigurationError(found.error);
    return found.value;
  }

  async of(path: string): Promise<LintSettings> {
    return settingsFor((await this.configOf(path))?.settings, this.#fromFlags);
  }

  /** Rendered objects are applied together, unless somebody said that it needs more than them. */
  async ofRendered({ entry }: RenderRoot): Promise<LintSettings> {
    const config = await this.configOf(entry);
    const scope = config?.lineOf(['scope']) === undefined ? { scope: 'complete' as const } : {};
    return { ...settingsFor(config?.settings, {}), ...scope, ...this.#fromFlags };
  }

  /** Files with one configuration are linted together. */
  async groups(paths: readonly string[]): Promise<readonly LintGroup[]> {
    const byConfig = new Map<ConfigFile | undefined, string[]>();
    for (const path of paths) {
      const config = await this.configOf(path);
      const group = byConfig.get(config);
      if (group) group.push(path);
      else byConfig.set(config, [path]);
    }
    return [...byConfig].map(([config, reportOn]) => ({
      settings: settingsFor(config?.settings, this.#fromFlags),
      reportOn,
      folder: this.#fromFlags.scope ? '' : (config?.folder ?? ''),
    }));
  }
}
