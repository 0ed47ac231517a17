import { type Palette, paletteFor, usesColour } from './palette.ts';

/** How and for whom we print: decided once, passed to every renderer. */
export interface TerminalStyle {
  readonly palette: Palette;
  readonly coloured: boolean;
  /** Columns to fill; a renderer never writes wider than this where it can choose. */
  readonly columns: number;
  /** Where lines are folded and tables leave columns out: the terminal's width. Without a terminal there is no such place: lines stay whole for `grep`. */
  readonly lineWidth: number;
  readonly unicode: boolean;
  /** IANA name: clock times are shown in the reader's zone. */
  readonly timeZone: string;
}

const DEFAULT_COLUMNS = 100;

/** The style of a stream of this process: its width and colours, the locale's character set, the local time zone. */
export function terminalStyle(
  stream: { readonly isTTY?: boolean; readonly columns?: number },
  env: NodeJS.ProcessEnv,
): TerminalStyle {
  const locale = env.LC_ALL ?? env.LC_CTYPE ?? env.LANG ?? '';
  return {
    palette: paletteFor(stream, env),
    coloured: usesColour(stream, env),
    columns: stream.columns ?? DEFAULT_COLUMNS,
    lineWidth: stream.isTTY === true ? (stream.columns ?? DEFAULT_COLUMNS) : Infinity,
    // A C or POSIX locale promises ASCII only. An unset one does not: most containers leave it unset and show UTF-8.
    unicode: !/^(C|POSIX)$/.test(locale),
    // Asking takes some ten milliseconds, and few reports tell the time.
    get timeZone() {
      return Intl.DateTimeFormat().resolvedOptions().timeZone;
    },
  };
}
