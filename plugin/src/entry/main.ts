import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import type { Interfaces } from '@oclif/core';

import { guardOutput } from './guard-output.ts';
import { plainLintCall } from './plain-lint-call.ts';

/**
 * Runs the command line. What is asked for at every prompt and every commit is answered without oclif, which takes longer to load than
 * the answer.
 *
 * @param invokedAs what people type, for help and messages: `kubectl autoscaler` through kubectl, `kubectl-autoscale`
 *   directly. It cannot be read from argv: links and npm shims change it.
 * @param packageRoot folder of the plugin's package.json.
 */
export async function run(invokedAs: string, packageRoot: URL): Promise<void> {
  guardOutput();
  const manifest = JSON.parse(readFileSync(new URL('package.json', packageRoot), 'utf8')) as Interfaces.PJSON;
  try {
    if (await answerDirectly(process.argv.slice(2), manifest, packageRoot)) return;
  } catch (error) {
    const { endInFailure } = await import('./oclif-program.ts');
    await endInFailure(error);
  }
  const { runProgram } = await import('./oclif-program.ts');
  await runProgram(fileURLToPath(packageRoot), {
    ...manifest,
    oclif: { ...manifest.oclif, bin: invokedAs },
  });
}

/** False where it is for oclif to answer. */
async function answerDirectly(
  [command, ...args]: readonly string[],
  { name, version }: Interfaces.PJSON,
  packageRoot: URL,
): Promise<boolean> {
  if (command === '--version') {
    // As oclif writes it.
    process.stdout.write(`${name}/${version} ${process.platform}-${process.arch} node-${process.version}\n`);
    return true;
  }
  // What completion scripts ask at each press of the tab key.
  if (command === '__complete') {
    const { complete } = await import('./complete.ts');
    await complete(packageRoot, args);
    return true;
  }
  const plain = command === 'lint' ? plainLintCall(args) : undefined;
  if (plain === undefined) return false;
  const { lintDirectly } = await import('./lint-directly.ts');
  return lintDirectly({ ...plain, toolVersion: version });
}
