import { parseDocument, stringify } from 'yaml';

import { fail, ok, type Result } from '../units/result.ts';

/**
 * Data as a YAML document: block style, no folded lines, no anchors, keys in their own order. Texts that YAML 1.1, which
 * Kubernetes reads, takes for a boolean or a number (`Off`, `1e3`) are quoted.
 */
export function toYaml(value: unknown): string {
  return stringify(value, { version: '1.1', lineWidth: 0, aliasDuplicateObjects: false });
}

/** Several documents in one stream. */
export function toYamlStream(values: readonly unknown[]): string {
  return values.map(toYaml).join('---\n');
}

/** Reads one plain YAML (or JSON) document: our own files, not manifests. The error says what is wrong and where. */
export function fromYaml(text: string): Result<unknown, string> {
  const document = parseDocument(text, { prettyErrors: true });
  const [error] = document.errors;
  if (error !== undefined) return fail(error.message);
  try {
    return ok(document.toJS({ maxAliasCount: 100 }) as unknown);
  } catch (thrown) {
    return fail(thrown instanceof Error ? thrown.message : String(thrown));
  }
}
