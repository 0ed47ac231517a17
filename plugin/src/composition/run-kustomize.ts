import { SourceError } from '@kubectl-autoscale/core/ports';

import { runProgram } from './run-program.ts';

/** What a kustomization gives, by `kustomize`, or kubectl's own where that is not installed. Throws SourceError. */
export async function runKustomize(folder: string, signal: AbortSignal): Promise<string> {
  try {
    return await runProgram('kustomize', ['build', folder], { signal });
  } catch (error) {
    if (!(error instanceof SourceError && error.code === 'not-found')) throw error;
    return runProgram('kubectl', ['kustomize', folder], { signal }).catch((other: unknown) => {
      if (!(other instanceof SourceError && other.code === 'not-found')) throw other;
      throw new SourceError({ ...other.details, message: 'neither kustomize nor kubectl is installed' });
    });
  }
}
