import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import MarkdownIt, { type Token } from 'markdown-it';

export const root = fileURLToPath(new URL('../../', import.meta.url));

const notOurs = new Set(['node_modules', '.git', '.cache', 'dist', 'fixtures', 'lib']);
const markdown = new MarkdownIt({ html: true });

/** A fenced block of code: its language, its text, and the line of the page on which its text begins. */
export interface CodeBlock {
  readonly language: string;
  readonly text: string;
  readonly line: number;
}

/** A page of ours. `path` is from the repository's root. */
export interface MarkdownPage {
  readonly path: string;
  readonly links: readonly string[];
  /** The headings' anchors, as GitHub names them. */
  readonly anchors: ReadonlySet<string>;
  readonly code: readonly CodeBlock[];
}

/** Every Markdown page of the repository. */
export function readPages(folder = ''): MarkdownPage[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return notOurs.has(entry.name) ? [] : readPages(path);
    return entry.name.endsWith('.md') ? [readPage(path, readFileSync(join(root, path), 'utf8'))] : [];
  });
}

export function readPage(path: string, text: string): MarkdownPage {
  const tokens = markdown.parse(text, {});
  const inline = tokens.flatMap(({ children }) => children ?? []);
  return {
    path,
    links: inline.flatMap((token) => {
      const target = token.attrGet('href') ?? token.attrGet('src');
      return target === null ? [] : [target];
    }),
    anchors: anchorsOf(tokens),
    code: tokens
      .filter(({ type }) => type === 'fence')
      .map(({ info, content, map }) => ({
        language: info.trim(),
        text: content,
        line: (map?.[0] ?? 0) + 2,
      })),
  };
}

/** Lower case, without punctuation, spaces as hyphens; a repeated heading gets -1, -2, … */
function anchorsOf(tokens: readonly Token[]): ReadonlySet<string> {
  const anchors = new Set<string>();
  for (const [index, { type }] of tokens.entries()) {
    if (type !== 'heading_open') continue;
    const text = (tokens[index + 1]?.children ?? [])
      .filter((token) => token.type === 'text' || token.type === 'code_inline')
      .map(({ content }) => content)
      .join('');
    const plain = text
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-');
    let anchor = plain;
    for (let count = 1; anchors.has(anchor); count += 1) anchor = `${plain}-${count}`;
    anchors.add(anchor);
  }
  return anchors;
}
