import { toYaml } from '@kubectl-autoscale/core/manifest';

import { escapedControls } from './terminal-text.ts';

/** A report as JSON (indented) or YAML, with a final newline. */
export function structuredText(value: object, format: 'json' | 'yaml'): string {
  return format === 'json' ? escapedControls(`${JSON.stringify(value, null, 2)}\n`) : toYaml(value);
}
