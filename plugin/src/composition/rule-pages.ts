import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The page of a rule as Markdown, from the pages that the build copies out of docs/rules; `undefined` where the rule has
 * none. `packageRoot` is the folder of the plugin's package.json.
 */
export async function readRulePage(packageRoot: string, ruleId: string): Promise<string | undefined> {
  if (!/^[a-z0-9-]+$/.test(ruleId)) return undefined;
  return readFile(join(packageRoot, 'dist/rules', `${ruleId}.md`), 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  });
}
