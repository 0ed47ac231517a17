import { dirname, isAbsolute, join, parse, relative, resolve } from 'node:path';

import { ConfigurationError } from '../command/configuration-error.ts';
import type { ConfiguredSources } from '../command/settle-prometheus.ts';
import { CONFIG_FILE_NAME, type ConfigFile, ConfigFiles } from './config-files.ts';

/** The configuration that is named, or the one nearest above the working folder. Throws {@link ConfigurationError}. */
export async function nearestConfig(named: string | undefined): Promise<ConfigFile | undefined> {
  const files = new ConfigFiles(parse(resolve('.')).root);
  const found = await (named === undefined ? files.forFile(resolve(CONFIG_FILE_NAME)) : files.named(named));
  if (!found.ok) throw new ConfigurationError(found.error);
  return found.value;
}

/** What it says of sources, with the price file's path made one of the working folder. */
export async function configuredSources(named: string | undefined): Promise<ConfiguredSources | undefined> {
  const config = await nearestConfig(named);
  if (config === undefined) return undefined;
  const { sources, path } = config;
  const { priceBook } = sources;
  const isFile = priceBook !== undefined && /\.(ya?ml|json)$/.test(priceBook) && !isAbsolute(priceBook);
  return {
    ...sources,
    ...(isFile && { priceBook: relative(resolve('.'), join(dirname(path), priceBook)) }),
    shown: relative(resolve('.'), path),
    isNamed: named !== undefined,
  };
}
