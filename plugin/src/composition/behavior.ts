import { readFile } from 'node:fs/promises';

import { BEHAVIOR_PRESETS, isBehaviorPreset } from '@kubectl-autoscale/core/authoring';
import { fromYaml } from '@kubectl-autoscale/core/manifest';

const FIELDS = ['scaleUp', 'scaleDown'];

/** A preset by name, YAML (`{scaleDown: {…}}`), or a file of it; a message instead where it is none of them. */
export async function readBehavior(text: string): Promise<object | string> {
  if (isBehaviorPreset(text)) return BEHAVIOR_PRESETS[text].behavior;
  if (text.trimStart().startsWith('{')) return parseBehavior(text, 'the text');
  try {
    return parseBehavior(await readFile(text, 'utf8'), text);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    const presets = Object.keys(BEHAVIOR_PRESETS).join(', ');
    return `"${text}" is no preset (${presets}), no YAML in braces, and no file that can be read (${code})`;
  }
}

function parseBehavior(text: string, source: string): object | string {
  const parsed = fromYaml(text);
  if (!parsed.ok) return `${source}: ${parsed.error}`;
  const { value } = parsed;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return `${source} is no mapping with scaleUp or scaleDown`;
  }
  const unknown = Object.keys(value).find((key) => !FIELDS.includes(key));
  if (unknown !== undefined) return `${source} has ${unknown}: a behavior has ${FIELDS.join(' and ')}`;
  return value;
}
