import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { licenceText } from './licence-text.mjs';

/**
 * Writes two files into a workspace's `dist`: THIRD-PARTY-NOTICES.txt, which is our own notice and the licence of every package that went into the
 * workspace's bundles, and bundled-packages.json, which names these packages for the bill of materials and is no part of what is
 * published. esbuild's metafiles tell what was bundled; their paths are relative to the workspace.
 */
export function writeThirdPartyNotices(root, workspace, metafiles) {
  const packages = bundledFolders(metafiles)
    .map((folder) => describe(join(root, workspace, folder)))
    .sort((a, b) => a.title.localeCompare(b.title));
  const parts = [
    readFileSync(join(root, 'NOTICE'), 'utf8'),
    ...packages.map(({ title, text }) => `${title}\n\n${text}`),
  ];
  const dist = join(root, workspace, 'dist');
  writeFileSync(
    join(dist, 'THIRD-PARTY-NOTICES.txt'),
    parts.map((part) => part.trim()).join(`\n\n${'-'.repeat(80)}\n\n`),
  );
  const ids = new Set(packages.map(({ id }) => id));
  writeFileSync(join(dist, 'bundled-packages.json'), `${JSON.stringify([...ids], null, 2)}\n`);
}

function bundledFolders(metafiles) {
  const folders = metafiles.flatMap(({ inputs }) =>
    Object.keys(inputs).map((input) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(input)?.[0]),
  );
  return [...new Set(folders.filter((folder) => folder !== undefined))];
}

function describe(folder) {
  const description = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const { name, version, license } = description;
  // Apache's licence wants a NOTICE passed on.
  const notice = readdirSync(folder).find((entry) => /^notice/i.test(entry));
  const texts = [licenceText(folder, description)];
  if (notice !== undefined) texts.push(readFileSync(join(folder, notice), 'utf8').trim());
  return {
    id: `${name}@${version}`,
    title: `${name} ${version}, ${license ?? 'see below'}`,
    text: texts.join('\n\n'),
  };
}
