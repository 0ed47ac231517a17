// The bill of materials of what is published: our workspaces, the packages in their bundles, and Node, which the executable and the container carry.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * In CycloneDX 1.5, as `npm sbom` describes the installed packages. What is bundled is a development dependency of its workspace, so npm's own way to leave these
 * out leaves out everything.
 */
export function billOfMaterials(root) {
  const bundled = ['plugin', 'extension'].flatMap((workspace) =>
    JSON.parse(readFileSync(join(root, workspace, 'dist/bundled-packages.json'), 'utf8')),
  );
  const workspaces = ['core', 'plugin', 'extension'].map((folder) => {
    const { name, version } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
    return { id: `${name}@${version}`, name };
  });
  const args = ['sbom', '--sbom-format', 'cyclonedx'];
  const bill = JSON.parse(execFileSync('npm', args, { cwd: root, maxBuffer: 64e6 }));

  const whole = bill.metadata.component['bom-ref'];
  const kept = new Set([whole, ...workspaces.map(({ id }) => id), ...bundled]);
  const components = bill.components.filter((component) => kept.has(component['bom-ref']));
  const missing = bundled.filter((id) => !components.some((component) => component['bom-ref'] === id));
  if (missing.length > 0) throw new Error(`bundled and not in npm's bill: ${missing.join(', ')}`);
  // npm calls workspaces by the folders that they are in.
  for (const { id, name } of workspaces) {
    components.find((component) => component['bom-ref'] === id).name = name;
  }
  const name = 'kubectl-autoscale-workspace';
  const node = nodeComponent();
  return {
    ...bill,
    metadata: { ...bill.metadata, component: { ...bill.metadata.component, name } },
    components: [...components.map((component) => withoutFlags(component)), node],
    dependencies: [
      ...bill.dependencies
        .filter(({ ref }) => kept.has(ref))
        .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((id) => kept.has(id)) })),
      { ref: node['bom-ref'], dependsOn: [] },
    ],
  };
}

/** npm's flags say how a package is installed here (for development, in which folder); all of these are published. */
function withoutFlags(component) {
  const published = { ...component, scope: 'required' };
  delete published.properties;
  return published;
}

function nodeComponent() {
  const version = process.versions.node;
  return {
    'bom-ref': `node@${version}`,
    type: 'application',
    name: 'node',
    version,
    description: 'Node.js, in the executable and in the container',
    purl: `pkg:generic/node@${version}`,
    licenses: [{ license: { id: 'MIT' } }],
  };
}
