import { build } from 'esbuild';

/** The third-party packages that a bundle of one of core's subpaths carries, with their share of its size, as a table. */
export async function bundledPackages(root, subpath) {
  const { metafile } = await build({
    stdin: { contents: `export * from '@kubectl-autoscale/core/${subpath}';`, resolveDir: `${root}/plugin` },
    absWorkingDir: root,
    bundle: true,
    write: false,
    minify: true,
    metafile: true,
    format: 'esm',
    platform: 'node',
    conditions: ['source'],
    logLevel: 'silent',
  });
  const [output] = Object.values(metafile.outputs);
  const sizes = new Map();
  for (const [input, { bytesInOutput }] of Object.entries(output.inputs)) {
    const owner = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1] ?? 'our own code';
    sizes.set(owner, (sizes.get(owner) ?? 0) + bytesInOutput);
  }
  const rows = [...sizes].sort(([a], [b]) => a.localeCompare(b)).map(([owner]) => `| ${owner} |`);
  return ['| in the bundle of `lint` |', '| --- |', ...rows].join('\n');
}
