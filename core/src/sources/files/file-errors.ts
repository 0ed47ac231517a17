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

/** `text` is what UTF-8 made of the file: it holds a zero byte. */
export function binary(path: string, text: string): SourceError {
  // ASCII in UTF-16 has a zero byte beside each letter.
  if (/^[^\0]{0,2}(?:(?:\0[^\0]){4}|(?:[^\0]\0){4})/.test(text)) {
    return new SourceError({
      code: 'bad-response',
      source: path,
      message: `${path} is UTF-16, not UTF-8`,
      suggestions: [`convert it: iconv -f UTF-16 -t UTF-8 ${path}`],
    });
  }
  const before = text.slice(0, text.indexOf('\0')).split('\n');
  const place = `${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
  return new SourceError({
    code: 'bad-response',
    source: path,
    message: `${path} is no text: there is a zero byte at ${place}`,
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
