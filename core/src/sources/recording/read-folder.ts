import { lstat, readdir, readFile, realpath } from 'node:fs/promises';
import { join, relative } from 'node:path';

import { SourceError } from '../../ports/index.ts';

/**
 * The files of a recording's folder. Symbolic links below it, to folders too, are refused, as is a name that leads out of it: a recording
 * may come from somebody else.
 */
export interface RecordingFolder {
  readonly path: string;
  read(name: string): Promise<string>;
  /** Paths of the files below a subfolder, relative to the recording, sorted; none where it does not exist. */
  list(subfolder: string): Promise<readonly string[]>;
}

export function recordingFolder(path: string): RecordingFolder {
  /** What stands at `name` must be what is read: not something that a link on the way there leads to. */
  const refuseDetour = async (name: string): Promise<void> => {
    if ((await realpath(join(path, name))) !== join(await realpath(path), name)) {
      throw broken(path, `there is a symbolic link on the way to ${name}`);
    }
  };
  const read = async (name: string): Promise<string> => {
    const full = join(path, name);
    try {
      const status = await lstat(full);
      if (!status.isFile()) throw broken(path, `${name} is no ordinary file`);
      await refuseDetour(name);
      return await readFile(full, 'utf8');
    } catch (error) {
      if (error instanceof SourceError) throw error;
      throw unreadable(path, name, error);
    }
  };
  return {
    path,
    read,
    list: async (subfolder) => {
      try {
        await refuseDetour(subfolder);
        const entries = await readdir(join(path, subfolder), { recursive: true, withFileTypes: true });
        const link = entries.find((entry) => entry.isSymbolicLink());
        if (link !== undefined) throw broken(path, `${link.name} is a symbolic link`);
        return entries
          .filter((entry) => entry.isFile())
          .map((entry) => relative(path, join(entry.parentPath, entry.name)))
          .sort();
      } catch (error) {
        if (error instanceof SourceError) throw error;
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
        throw unreadable(path, subfolder, error);
      }
    },
  };
}

/** What is there cannot be used as a recording. */
export function broken(path: string, what: string): SourceError {
  return new SourceError({
    code: 'bad-response',
    source: `recording ${path}`,
    message: `the recording ${path} cannot be used: ${what}`,
    suggestions: ['make it again with kubectl autoscaler record'],
  });
}

function unreadable(path: string, name: string, cause: unknown): SourceError {
  const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
  const missing = reason === 'ENOENT' && name === 'recording.yaml';
  return new SourceError(
    {
      code: 'not-found',
      source: `recording ${path}`,
      message: missing
        ? `${path} is no recording: it has no recording.yaml`
        : `cannot read ${name} of the recording ${path}: ${reason}`,
      suggestions: ['name a folder that kubectl autoscaler record wrote'],
    },
    { cause },
  );
}
