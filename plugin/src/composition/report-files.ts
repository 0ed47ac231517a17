import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';

import { SourceError } from '@kubectl-autoscale/core/ports';
import { writeFileAtomically } from '@kubectl-autoscale/core/sources/files';

/** Writes a report, making its folder where there is none. Throws SourceError. */
export async function writeReport(path: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFileAtomically(path, text);
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    const message = `cannot write the report ${path}: ${code}`;
    throw new SourceError({ code: 'forbidden', source: path, message }, { cause });
  }
}
