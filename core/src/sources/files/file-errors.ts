import { SourceError } from '../../ports/index.ts';

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'it may not be read',
  EPERM: 'it may not be read',
  EISDIR: 'it is a folder',
  ELOOP: 'its symbolic links form a circle',
};

export function unreadable(path: string, cause: unknown): SourceError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return new SourceError(
    {
      code: code === 'ENOENT' ? 'not-found' : 'forbidden',
      source: path,
      message: `cannot read ${path}: ${reasons[code] ?? (code || String(cause))}`,
    },
    { cause },
  );
}

export function binary(path: string): SourceError {
  return new SourceError({
    code: 'bad-response',
    source: path,
    message: `${path} is no text: it holds zero bytes`,
  });
}

export function tooLarge(path: string, limitBytes: number): SourceError {
  return new SourceError({
    code: 'bad-response',
    source: path,
    message: `${path} is not read: it is larger than ${limitBytes / 2 ** 20} MiB`,
  });
}

export function nothingMatches(glob: string): SourceError {
  return new SourceError({
    code: 'not-found',
    source: glob,
    message: `no file matches ${glob}`,
    suggestions: ['write ** for folders of any depth, and quote the glob so that the shell leaves it alone'],
  });
}
