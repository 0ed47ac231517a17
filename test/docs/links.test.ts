import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';

import { describe, expect, it } from 'vitest';

import { type MarkdownPage, readPage, readPages, root } from './documents.ts';

const pages = readPages();
const byPath = new Map(pages.map((page) => [page.path, page]));

/** What is wrong with the links of a page that lead into the repository; those to other hosts are not followed. */
function brokenLinks(page: MarkdownPage): string[] {
  return page.links.flatMap((link) => {
    if (/^[a-z][a-z0-9+.-]*:/.test(link)) return [];
    const [path = '', anchor] = decodeURI(link).split('#');
    const target = path === '' ? page.path : posix.join(dirname(page.path), path);
    if (target.startsWith('..') || !existsSync(join(root, target))) return [`${link}: there is no ${target}`];
    if (anchor === undefined) return [];
    if (statSync(join(root, target)).isDirectory()) return [`${link}: a folder has no headings`];
    const there = target === page.path ? page : byPath.get(target);
    return !there || there.anchors.has(anchor) ? [] : [`${link}: ${target} has no heading #${anchor}`];
  });
}

describe('links in the docs', () => {
  it.each(pages.map((page) => [page.path, page] as const))('%s', (_path, page) => {
    expect(brokenLinks(page)).toEqual([]);
  });

  it('are found broken where they are', () => {
    const page = readPage(
      'docs/lint.md',
      '# A `b` c\n\n[1](#a-b-c) [2](#a) [3](none.md) [4](../README.md#nowhere) ![5](pictures/analyze.svg) [6](../../x)',
    );
    expect(brokenLinks(page).map((line) => line.split(':')[0])).toEqual([
      '#a',
      'none.md',
      '../README.md#nowhere',
      '../../x',
    ]);
  });
});

/** The rows of a page's tables whose last column says in which test they are tried, and what that column says. */
function proofs(path: string): readonly (readonly [row: string, proof: string])[] {
  const lines = readFileSync(join(root, path), 'utf8').split('\n');
  return lines
    .filter((line) => line.startsWith('|') && !/^\|[\s|-]+$/.test(line) && !/\| tried in +\|$/.test(line))
    .map((line) => line.slice(1, -1).split('|'))
    .map((cells) => [cells[0]!.trim(), cells.at(-1)!.trim()]);
}

describe('tests that the docs name', () => {
  it.each(pages.map((page) => [page.path, page] as const))('%s', (path) => {
    const named = readFileSync(join(root, path), 'utf8').matchAll(/`(test\/[\w./-]+)`/g);
    expect([...named].map(([, name]) => name!).filter((name) => !existsSync(join(root, name)))).toEqual([]);
  });

  it.each(['docs/threat-model.md', 'docs/testing/faults.md'])('stand in each row of %s', (path) => {
    const rows = proofs(path);
    expect(rows.length).toBeGreaterThan(5);
    expect(rows.filter(([, proof]) => !/`test\/|^the same$|^not tested/.test(proof))).toEqual([]);
  });
});
