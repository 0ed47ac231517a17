import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { diskFiles, writeFileAtomically } from '#core/sources/files/index.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'files-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(path: string, text: string | Uint8Array = ''): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

/** A text in UTF-16 of both byte orders, with and without a mark. */
function utf16(text: string): Readonly<Record<string, Buffer>> {
  const [little, big] = [Buffer.from(text, 'utf16le'), Buffer.from(text, 'utf16le').swap16()];
  return {
    'le.yaml': little,
    'be.yaml': big,
    'le-mark.yaml': Buffer.concat([Buffer.from([0xff, 0xfe]), little]),
    'be-mark.yaml': Buffer.concat([Buffer.from([0xfe, 0xff]), big]),
  };
}

describe('files on disk', () => {
  it('are found below folders, sorted, by ending', async () => {
    for (const path of [
      'b/x.yaml',
      'a.yml',
      'b/c/y.json',
      'b/readme.md',
      '.git/z.yaml',
      'node_modules/m/n.yaml',
    ]) {
      write(path);
    }
    expect(await diskFiles(root).list(['.'], ['.yaml', '.yml', '.json'])).toEqual([
      'a.yml',
      'b/c/y.json',
      'b/x.yaml',
    ]);
  });

  it('respect .gitignore, the inner one first, but not for a file that is named', async () => {
    write('.gitignore', 'out/\n*.gen.yaml\n');
    write('k8s/.gitignore', '!keep.gen.yaml\n');
    for (const path of ['out/a.yaml', 'x.gen.yaml', 'k8s/keep.gen.yaml', 'k8s/b.yaml']) write(path);
    const files = diskFiles(root);
    expect(await files.list(['.'], ['.yaml'])).toEqual(['k8s/b.yaml', 'k8s/keep.gen.yaml']);
    expect(await files.list(['out/a.yaml'], ['.yaml'])).toEqual(['out/a.yaml']);
  });

  it('do not follow folders in a circle, nor links that lead nowhere', async () => {
    write('a/x.yaml');
    symlinkSync(root, join(root, 'a/loop'));
    symlinkSync(join(root, 'gone.yaml'), join(root, 'a/dangling.yaml'));
    symlinkSync(join(root, 'a/x.yaml'), join(root, 'a/link.yaml'));
    expect(await diskFiles(root).list(['.'], ['.yaml'])).toEqual(['a/x.yaml']);
    expect(await diskFiles(root).list(['a/link.yaml'], ['.yaml'])).toEqual(['a/link.yaml']);
  });

  it('are found once where links lead to them, and not outside the tree', async () => {
    write('base/x.yaml');
    write('prod/y.yaml');
    symlinkSync('../base/x.yaml', join(root, 'prod/one.yaml'));
    symlinkSync('../base/x.yaml', join(root, 'prod/two.yaml'));
    symlinkSync('/etc/passwd', join(root, 'prod/passwd.yaml'));
    const files = diskFiles(root);
    expect(await files.list(['.'], ['.yaml'])).toEqual(['base/x.yaml', 'prod/y.yaml']);
    mkdirSync(join(root, '.git'));
    expect(await files.list(['prod'], ['.yaml'])).toEqual(['prod/one.yaml', 'prod/y.yaml']);
  });

  it('respect the .gitignore of the whole repository, wherever the walk begins', async () => {
    mkdirSync(join(root, '.git'));
    write('.gitignore', '/k8s/out/\n');
    write('k8s/.gitignore', '*.gen.yaml\n');
    for (const path of ['k8s/out/a.yaml', 'k8s/b.yaml', 'k8s/sub/c.gen.yaml', 'k8s/sub/d.yaml']) write(path);
    expect(await diskFiles(join(root, 'k8s')).list(['.'], ['.yaml'])).toEqual(['b.yaml', 'sub/d.yaml']);
    expect(await diskFiles(root).list(['k8s/sub'], ['.yaml'])).toEqual(['k8s/sub/d.yaml']);
  });

  it('that are binary, folders or unreadable are errors that say so', async () => {
    write('binary.yaml', 'a\u0000b');
    mkdirSync(join(root, 'folder.yaml'));
    const files = diskFiles(root);
    await expect(files.read('binary.yaml')).rejects.toMatchObject({
      code: 'bad-response',
      details: { message: 'binary.yaml is no text: there is a zero byte at 1:2' },
    });
    for (const [name, bytes] of Object.entries(utf16('kind: Pod\n'))) {
      write(name, bytes);
      await expect(files.read(name)).rejects.toMatchObject({
        details: { message: `${name} is UTF-16, not UTF-8`, suggestions: [expect.stringContaining('iconv')] },
      });
    }
    await expect(files.read('folder.yaml')).rejects.toMatchObject({ code: 'forbidden' });
    await expect(files.read('gone.yaml')).rejects.toMatchObject({ code: 'not-found' });
  });

  it('that are missing are an error that names them', async () => {
    await expect(diskFiles(root).list(['nowhere'], ['.yaml'])).rejects.toMatchObject({
      code: 'not-found',
      message: 'cannot read nowhere: there is no such file or folder',
    });
  });

  it('keep their byte order mark', async () => {
    write('bom.yaml', '\uFEFFa: 1\r\n');
    expect(await diskFiles(root).read('bom.yaml')).toBe('\uFEFFa: 1\r\n');
  });
});

describe('writing a file', () => {
  it('keeps its mode, follows its link and leaves nothing beside it', async () => {
    write('real.yaml', 'old');
    chmodSync(join(root, 'real.yaml'), 0o640);
    symlinkSync('real.yaml', join(root, 'link.yaml'));
    await writeFileAtomically(join(root, 'link.yaml'), 'new');
    expect(readFileSync(join(root, 'real.yaml'), 'utf8')).toBe('new');
    expect(statSync(join(root, 'real.yaml')).mode & 0o777).toBe(0o640);
    expect(readdirSync(root).sort()).toEqual(['link.yaml', 'real.yaml']);
  });

  it('that fails leaves the old text and no draft', async () => {
    mkdirSync(join(root, 'target.yaml'));
    await expect(writeFileAtomically(join(root, 'target.yaml'), 'new')).rejects.toThrow();
    expect(readdirSync(root)).toEqual(['target.yaml']);
  });
});
