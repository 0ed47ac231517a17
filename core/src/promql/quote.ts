/**
 * A PromQL string literal with `text` as its value, whatever it holds. PromQL reads double-quoted strings as Go does
 * (prometheus/util/strutil, Unquote).
 */
export function quoteString(text: string): string {
  const escaped = text.replace(/["\\]|[^ -~\u0080-\uffff]/g, (character) => {
    return shortEscapes.get(character) ?? `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
  });
  return `"${escaped}"`;
}

const shortEscapes: ReadonlyMap<string, string> = new Map([
  ['"', '\\"'],
  ['\\', '\\\\'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

/** An RE2 pattern that matches `text` and nothing else. It still has to be quoted: see {@link matching}. */
export function escapeRegex(text: string): string {
  return text.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&');
}
