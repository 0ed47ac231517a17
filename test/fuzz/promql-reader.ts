import type { Matcher } from '#core/promql/index.ts';

const condition =
  /^(?<label>[a-zA-Z_][a-zA-Z0-9_]*)(?<operator>=~|!~|!=|=)"(?<text>(?:[^"\\\n]|\\.)*)"(?:,|$)/;
const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };

/** What stands between a selector's braces, read as Prometheus reads it and by nothing that writes it. Throws where it is not that. */
export function matchersOf(text: string): readonly Matcher[] {
  const found: Matcher[] = [];
  let rest = text;
  while (rest !== '') {
    const { label, operator, text: quoted } = condition.exec(rest)?.groups ?? {};
    if (label === undefined || quoted === undefined) throw new Error(`no PromQL conditions: ${rest}`);
    found.push({ label, operator: operator as Matcher['operator'], value: unquoted(quoted) });
    rest = rest.slice(condition.exec(rest)![0].length);
  }
  return found;
}

function unquoted(text: string): string {
  return text.replace(/\\(?:x([0-9a-f]{2})|(.))/g, (all, hex?: string, letter?: string) => {
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
    const character = letter === undefined ? undefined : escapes[letter];
    if (character === undefined) throw new Error(`Prometheus knows no ${all}`);
    return character;
  });
}
