import { SourceError } from '@kubectl-autoscale/core/ports';
import { writeFileAtomically } from '@kubectl-autoscale/core/sources/files';

const suggestions: Readonly<Record<string, string>> = {
  ENOENT: 'make the folder first',
  ENOSPC: 'the disk is full; a file that was there is as it was',
  EROFS: 'the file system is mounted read-only',
  EISDIR: 'name a file, this is a folder',
};

/** Replaces a file of the working folder. Throws SourceError where it cannot be written. */
export async function writeFile(path: string, text: string): Promise<void> {
  try {
    await writeFileAtomically(path, text);
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new SourceError(
      {
        code: 'forbidden',
        source: path,
        message: `cannot write ${path} (${reason})`,
        suggestions: [
          suggestions[reason] ?? 'check who owns the file and its folder; nothing of it was changed',
        ],
      },
      { cause: error },
    );
  }
}
