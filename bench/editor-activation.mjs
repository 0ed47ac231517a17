// What VS Code itself counts for the extension's activation, loading its code included, in windows of their own:
//   .ci/install-vscode && node extension/scripts/package.mjs && node bench/editor-activation.mjs [--windows 10]
import { loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { importBundled } from './run-bundled.mjs';

const { values: options } = parseArgs({ options: { windows: { type: 'string', default: '10' } } });
const { measureActivation } = await importBundled('extension/ui/measure-activation');
const vsix = fileURLToPath(new URL('../extension/kubectl-autoscale-vscode.vsix', import.meta.url));
const sorted = [...(await measureActivation(vsix, Number(options.windows)))].sort((a, b) => a - b);
const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
console.log(
  `activation, ${sorted.length} windows: median ${at(0.5)} ms, from ${sorted[0]} to ${sorted.at(-1)} ms; load average ${loadavg()[0].toFixed(1)} at the end`,
);
