import { createTwoFilesPatch } from 'diff';

/** A file's text before and after. */
export interface PatchedFile {
  /** POSIX, relative to the root of the repository. */
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/** Changes as one unified patch that `git apply` and `patch -p1` take in the root of the repository. */
export function unifiedPatch(files: readonly PatchedFile[]): string {
  return files.map(filePatch).join('');
}

function filePatch({ path, before, after }: PatchedFile): string {
  const patch = createTwoFilesPatch('before', 'after', before, after, undefined, undefined, { context: 3 });
  const hunks = patch.slice(patch.indexOf('@@'));
  return `--- ${headerName(`a/${path}`)}\n+++ ${headerName(`b/${path}`)}\n${hunks}`;
}

/** As git writes it: odd characters escaped between quotes; after a name with blanks a tab, where `patch` ends the name. */
function headerName(name: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  if (/["\\\u0000-\u001f\u007f]/.test(name)) {
    // eslint-disable-next-line no-control-regex -- control characters are what is looked for
    const escaped = name.replace(/["\\]/g, '\\$&').replace(/[\u0000-\u001f\u007f]/g, octal);
    return `"${escaped}"`;
  }
  return name.includes(' ') ? `${name}\t` : name;
}

function octal(character: string): string {
  return `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`;
}
