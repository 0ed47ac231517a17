import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A copy of the example platform, so that tests may change it; answers its folder of manifests, which has the recording beside it. */
export function copyExample(directory: string, settings: Readonly<Record<string, unknown>> = {}): string {
  for (const part of ['k8s', 'recording']) {
    cpSync(join(root, 'examples/platform', part), join(directory, 'platform', part), { recursive: true });
  }
  const folder = join(directory, 'platform/k8s');
  mkdirSync(join(folder, '.vscode'));
  writeFileSync(
    join(folder, '.vscode/settings.json'),
    JSON.stringify({
      'kubectlAutoscale.data.source': 'recording',
      'kubectlAutoscale.data.recording': '../recording',
      'kubectlAutoscale.data.namespace': 'prod',
      ...settings,
    }),
  );
  return folder;
}
