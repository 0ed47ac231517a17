import type { Finding } from '../finding.ts';

/**
 * What makes a finding the same one from run to run: rule, file, object and message, and how many like it came before. Lines are left
 * out, so that a finding survives edits above it. Sixteen hexadecimal digits.
 */
export function fingerprints(findings: readonly Finding[]): readonly string[] {
  const seen = new Map<string, number>();
  return findings.map(({ ruleId, file, object, message }) => {
    const key = JSON.stringify([ruleId, file, object?.kind, object?.namespace, object?.name, message]);
    const count = seen.get(key) ?? 0;
    seen.set(key, count + 1);
    return hash64(`${key}${count}`);
  });
}

/** FNV-1a with 64 bits over the UTF-16 code units. */
function hash64(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (let index = 0; index < text.length; index++) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(text.charCodeAt(index))) * 0x100000001b3n);
  }
  return hash.toString(16).padStart(16, '0');
}
