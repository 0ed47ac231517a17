import { readFileSync } from 'node:fs';

import { cruise } from 'dependency-cruiser';

/** From top to bottom; a folder that is named nowhere there fails the generation, so none is forgotten. */
const LAYERS = Object.entries(JSON.parse(readFileSync(new URL('../layers.json', import.meta.url), 'utf8')));

/**
 * The house as its imports draw it, as a Mermaid flowchart: one box a folder, one arrow where at least one file of the
 * one imports a file of the other. Arrows that a longer path implies are left out (transitive reduction).
 */
export async function layerPicture(root) {
  const { output } = await cruise(['core/src', 'plugin/src', 'extension/src'], {
    baseDir: root,
    outputType: 'json',
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['source', 'import'],
      extensions: ['.ts', '.json'],
    },
    doNotFollow: { path: 'node_modules' },
  });
  const edges = new Map();
  for (const module of JSON.parse(output).modules) {
    const from = folderOf(module.source);
    if (from === undefined) continue;
    if (!edges.has(from)) edges.set(from, new Set());
    for (const { resolved } of module.dependencies) {
      const to = folderOf(resolved);
      if (to !== undefined && to !== from) edges.get(from).add(to);
    }
  }
  return mermaid(edges);
}

function folderOf(path) {
  const match = /^core\/src\/([^/]+)\//.exec(path) ?? /^(plugin|extension)\/src\//.exec(path);
  return match?.[1];
}

function mermaid(edges) {
  const known = LAYERS.flatMap(([, folders]) => folders);
  const strange = [...edges.keys()].filter((folder) => !known.includes(folder));
  if (strange.length > 0)
    throw new Error(`no layer for ${strange.join(', ')}: add it to scripts/layers.json`);
  const lines = ['```mermaid', 'flowchart TB'];
  for (const [layer, folders] of LAYERS) {
    const present = folders.filter((folder) => edges.has(folder));
    if (present.length === 0) continue;
    lines.push(`  subgraph ${layer}`, ...present.map((folder) => `    ${folder}`), '  end');
  }
  for (const from of known.filter((folder) => edges.has(folder))) {
    for (const to of [...edges.get(from)].sort()) {
      if (!reachableAround(edges, from, to)) lines.push(`  ${from} --> ${to}`);
    }
  }
  return [...lines, '```'].join('\n');
}

/** Whether `to` can be reached from `from` without the direct arrow. */
function reachableAround(edges, from, to) {
  const seen = new Set();
  const queue = [...edges.get(from)].filter((next) => next !== to);
  while (queue.length > 0) {
    const folder = queue.pop();
    if (folder === to) return true;
    if (seen.has(folder)) continue;
    seen.add(folder);
    queue.push(...(edges.get(folder) ?? []));
  }
  return false;
}
