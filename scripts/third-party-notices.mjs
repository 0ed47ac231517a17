import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The licences of every package that went into a workspace's bundles, as esbuild's metafiles tell, and our own notice. The metafiles'
 * paths are relative to the workspace.
 */
export function thirdPartyNotices(root, workspace, metafiles) {
  const folders = new Set(
    metafiles.flatMap(({ inputs }) =>
      Object.keys(inputs)
        .map((input) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(input)?.[0])
        .filter((folder) => folder !== undefined),
    ),
  );
  const packages = [...folders].map((folder) => describe(join(root, workspace, folder)));
  const parts = packages
    .sort((a, b) => a.title.localeCompare(b.title))
    .map(({ title, text }) => `${title}\n\n${text}`);
  return [readFileSync(join(root, 'NOTICE'), 'utf8'), ...parts]
    .map((part) => part.trim())
    .join(`\n\n${'-'.repeat(80)}\n\n`);
}

function describe(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text =
    file !== undefined && existsSync(join(folder, file))
      ? readFileSync(join(folder, file), 'utf8').trim()
      : '';
  return { title: `${name} ${version}, ${license ?? 'see below'}`, text };
}
