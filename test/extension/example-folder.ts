import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The example platform as a folder of its own, so that tests may change it. */
export function copyExample(directory: string, settings: Readonly<Record<string, unknown>> = {}): string {
  const folder = join(directory, 'platform');
  for (const part of ['k8s', 'recording']) {
    cpSync(join(root, 'examples/platform', part), join(folder, part), { recursive: true });
  }
  mkdirSync(join(folder, '.vscode'));
  writeFileSync(
    join(folder, '.vscode/settings.json'),
    JSON.stringify({
      'kubectlAutoscale.data.source': 'recording',
      'kubectlAutoscale.data.recording': 'recording',
      'kubectlAutoscale.data.namespace': 'prod',
      ...settings,
    }),
  );
  return folder;
}
