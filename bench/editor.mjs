// How long the editor's user waits, measured inside the extension host of a VS Code on the example platform:
//   .ci/install-vscode && node extension/scripts/package.mjs && node bench/editor.mjs
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { runTests } from '@vscode/test-electron';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const bundle = join(root, '.cache/extension-tests/measure.cjs');
await build({
  entryPoints: [join(root, 'test/extension/host/measure.ts')],
  outfile: bundle,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  external: ['vscode'],
  logLevel: 'warning',
});

const folder = mkdtempSync(join(tmpdir(), 'bench-editor-'));
try {
  for (const part of ['k8s', 'recording']) {
    cpSync(join(root, 'examples/platform', part), join(folder, part), { recursive: true });
  }
  mkdirSync(join(folder, 'k8s/.vscode'));
  cpSync(
    join(root, 'extension/dist/example/k8s/.vscode/settings.json'),
    join(folder, 'k8s/.vscode/settings.json'),
  );
  const results = join(folder, 'measured.json');
  writeFileSync(results, '{}');
  await runTests({
    vscodeExecutablePath: join(root, 'test/extension/vscode/stand-in'),
    extensionDevelopmentPath: join(root, 'extension'),
    extensionTestsPath: bundle,
    launchArgs: [join(folder, 'k8s')],
    extensionTestsEnv: { KUBECTL_AUTOSCALE_TEST_RESULTS: results },
  });
  report(JSON.parse(readFileSync(results, 'utf8')));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function report(measured) {
  const size = statSync(join(root, 'extension/kubectl-autoscale-vscode.vsix')).size;
  const rows = Object.entries(measured).map(([what, times]) => {
    const sorted = [...times].sort((a, b) => a - b);
    const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
    return { what, runs: sorted.length, 'median ms': Math.round(at(0.5)), 'p95 ms': Math.round(at(0.95)) };
  });
  console.table(rows);
  console.log(`.vsix: ${(size / 1e6).toFixed(2)} MB; load average ${loadavg()[0].toFixed(1)} at the end`);
}
