import { open, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/**
 * Replaces a file's content so that a reader, and a crash at any moment, sees the old text or the new one and nothing
 * between. The file's mode stays; a symbolic link keeps pointing where it did. What is no file (a device, a pipe) is written to.
 */
export async function writeFileAtomically(path: string, text: string): Promise<void> {
  const target = await realpath(path).catch(() => path);
  const status = await stat(target).catch(() => undefined);
  if (status && !status.isFile()) {
    await writeFile(target, text);
    return;
  }
  const mode = status?.mode;
  const draft = join(dirname(target), `.${basename(target)}.${crypto.randomUUID()}`);
  try {
    const file = await open(draft, 'wx', mode);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, target);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
