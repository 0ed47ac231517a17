// Builds the extension and packs it into kubectl-autoscale-vscode.vsix; prints the size. Needs no network.
import { execFileSync } from 'node:child_process';
import { copyFileSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const extension = fileURLToPath(new URL('..', import.meta.url));
const vsix = join(extension, 'kubectl-autoscale-vscode.vsix');
const license = join(extension, 'LICENSE');
const vsce = fileURLToPath(new URL('../../node_modules/@vscode/vsce/vsce', import.meta.url));

await import('./build.mjs');
rmSync(vsix, { force: true });
// The extension's page cannot show pictures out of the package.
const readme = readFileSync(join(extension, 'README.md'), 'utf8');
writeFileSync(join(extension, 'dist/README.md'), readme.replace(/^!\[.*\]\(images\/.*\)\n\n/gm, ''));
copyFileSync(fileURLToPath(new URL('../../LICENSE', import.meta.url)), license);
try {
  execFileSync(
    process.execPath,
    [vsce, 'package', '--no-dependencies', '--readme-path', 'dist/README.md', '--out', vsix],
    { cwd: extension, stdio: ['ignore', 'ignore', 'inherit'] },
  );
} finally {
  rmSync(license);
}
console.log(`${vsix}: ${(statSync(vsix).size / 1e6).toFixed(2)} MB`);
