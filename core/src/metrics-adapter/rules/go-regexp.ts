import { fail, ok, type Result } from '../../units/result.ts';

/** A regular expression as Go's `regexp` package reads it, run by JavaScript's engine. */
export interface GoRegexp {
  readonly source: string;
  /** Capture groups, unnamed ones included. */
  readonly groups: number;
  readonly test: (text: string) => boolean;
  /** The first match, leftmost and first alternative, as in Go. */
  readonly exec: (text: string) => RegExpExecArray | null;
}

/**
 * Compiles RE2 syntax: `(?P<name>…)`, leading flags `(?i)` and `(?s)`, `\A`, `\z`, `\Q…\E` and `[[:alpha:]]` are translated.
 * Both engines take the leftmost match and the first alternative, so they find the same. What RE2 does not have, look-around
 * and back references, is refused as Go refuses it.
 */
export function compileGoRegexp(source: string): Result<GoRegexp, string> {
  const translated = translate(source);
  if (!translated.ok) return translated;
  const { pattern, flags } = translated.value;
  try {
    const regexp = new RegExp(pattern, `u${flags}`);
    const groups = (new RegExp(`${pattern}|`, `u${flags}`).exec('')?.length ?? 1) - 1;
    return ok({
      source,
      groups,
      test: (text) => regexp.test(text),
      exec: (text) => regexp.exec(text),
    });
  } catch (error) {
    return fail(error instanceof Error ? error.message.replace(/^[^:]*: .*\/\w*: /s, '') : String(error));
  }
}

const posixClasses: Readonly<Record<string, string>> = {
  alnum: '0-9A-Za-z',
  alpha: 'A-Za-z',
  digit: '0-9',
  lower: 'a-z',
  upper: 'A-Z',
  space: '\\t\\n\\v\\f\\r ',
  word: '0-9A-Za-z_',
  xdigit: '0-9A-Fa-f',
};

interface Translated {
  readonly pattern: string;
  readonly flags: string;
}

/** The pieces that are spelled differently; everything else is the same in both. The first alternative that fits counts. */
const pieces =
  /(?<quote>\\Q.*?(?:\\E|$))|\\(?<escape>.)|(?<look>\(\?<?[=!])|(?<named>\(\?P<)|(?<flags>\(\?[a-zA-Z-]+[):])|\[:(?<posix>\w+):\]|(?<other>.)/gsu;

function translate(source: string): Result<Translated, string> {
  const leading = /^\(\?([is]+)\)/.exec(source);
  const body = leading ? source.slice(leading[0].length) : source;
  let pattern = '';
  for (const { groups = {} } of body.matchAll(pieces)) {
    const piece = translatePiece(groups);
    if (!piece.ok) return piece;
    pattern += piece.value;
  }
  if (/(^|[^\\])\\$/.test(body)) return fail('a backslash at the end');
  return ok({ pattern, flags: [...new Set(leading?.[1] ?? '')].join('') });
}

function translatePiece(piece: Readonly<Record<string, string | undefined>>): Result<string, string> {
  if (piece.quote !== undefined) return ok(literal(piece.quote.replace(/^\\Q/, '').replace(/\\E$/, '')));
  if (piece.escape !== undefined) return translateEscape(piece.escape);
  if (piece.look !== undefined) return fail(`${piece.look} is not part of RE2, which has no look-around`);
  if (piece.named !== undefined) return ok('(?<');
  if (piece.flags !== undefined) return translateFlags(piece.flags);
  if (piece.posix !== undefined) {
    const set = posixClasses[piece.posix];
    return set === undefined ? fail(`[:${piece.posix}:] is no class of characters`) : ok(set);
  }
  return ok(piece.other ?? '');
}

function translateEscape(character: string): Result<string, string> {
  if (/[1-9]/.test(character)) return fail(`\\${character} is not part of RE2, which has no back references`);
  if (character === 'A') return ok('^');
  if (character === 'z') return ok('$');
  if (character === 'a') return ok('\\x07');
  if (/[a-zA-Z0-9]/.test(character)) return ok(`\\${character}`);
  return ok(literal(character));
}

function translateFlags(group: string): Result<string, string> {
  if (group === '(?:') return ok(group);
  return fail(`${group} is understood at the beginning of the pattern only, and only with the flags i and s`);
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, (character) =>
    character === '-' ? '\\x2d' : `\\${character}`,
  );
}

/**
 * Go's `Regexp.Expand`: `$1`, `${1}` and `$name` stand for captures, `$$` for a dollar sign. A name is as long as it can
 * be (`$1x` is the group `1x`, and there is none), and one without a capture is empty.
 */
export function expandTemplate(template: string, match: RegExpExecArray): string {
  return template.replace(
    /\$(?:(?<dollar>\$)|\{(?<braced>\w+)\}|(?<bare>\w+))/gu,
    (_, ...rest: readonly unknown[]) => {
      const { dollar, braced, bare } = rest.at(-1) as Readonly<Record<string, string | undefined>>;
      if (dollar !== undefined) return '$';
      return capture(match, braced ?? bare ?? '');
    },
  );
}

function capture(match: RegExpExecArray, name: string): string {
  if (/^(0|[1-9]\d*)$/.test(name)) return match[Number(name)] ?? '';
  return match.groups?.[name] ?? '';
}
