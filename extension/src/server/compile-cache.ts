import module from 'node:module';

import { COMPILE_CACHE_ARGUMENT } from '../shared/compile-cache-argument.ts';

/** Long enough after the start for what a session usually loads to be there. */
const WRITE_AFTER_MS = 15_000;

/** Of Node 22.10 and newer; the types are those of the oldest Node that runs this. */
interface CompileCaching {
  readonly enableCompileCache?: (directory: string) => unknown;
  readonly flushCompileCache?: () => void;
}

/**
 * Lets Node keep what it compiles in the folder that the command line names, from one start to the next. Does nothing where the command line
 * names none or Node cannot do it. A folder that cannot be written is no failure to Node.
 */
export function keepCompiledCode(commandLine: readonly string[]): void {
  const { enableCompileCache, flushCompileCache } = module as CompileCaching;
  const directory = commandLine
    .find((argument) => argument.startsWith(COMPILE_CACHE_ARGUMENT))
    ?.slice(COMPILE_CACHE_ARGUMENT.length);
  if (directory === undefined || directory === '' || !enableCompileCache) return;
  enableCompileCache(directory);
  // Node writes at its end, which a server that is killed never sees.
  if (flushCompileCache) setTimeout(flushCompileCache, WRITE_AFTER_MS).unref();
}
