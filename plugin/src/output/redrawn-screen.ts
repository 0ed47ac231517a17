import { terminalText } from './terminal-text.ts';

/** Where reports of a watch go: each takes the place of the one before. */
export interface Screen {
  show(text: string): void;
}

const HOME = '\u001b[H';
const ERASE_SCREEN = '\u001b[2J';
const ERASE_TO_LINE_END = '\u001b[K';
const ERASE_BELOW = '\u001b[J';

/**
 * On a terminal the report is drawn over the last one, line by line so that nothing flickers, and cut at the bottom; anywhere else
 * reports follow each other with an empty line between.
 */
export function redrawnScreen(stream: {
  readonly isTTY?: boolean;
  readonly rows?: number;
  write(text: string): unknown;
}): Screen {
  let shown = 0;
  return {
    show: (report) => {
      const text = terminalText(report);
      const isFirst = shown === 0;
      shown += 1;
      if (stream.isTTY !== true) {
        stream.write(isFirst ? text : `\n${text}`);
        return;
      }
      const lines = text.replace(/\n$/, '').split('\n');
      const room = Math.max(1, (stream.rows ?? 24) - 1);
      const cut =
        lines.length > room
          ? [...lines.slice(0, room - 1), `… ${lines.length - room + 1} more lines`]
          : lines;
      const drawn = cut.map((line) => `${line}${ERASE_TO_LINE_END}\n`).join('');
      stream.write(`${isFirst ? ERASE_SCREEN : ''}${HOME}${drawn}${ERASE_BELOW}`);
    },
  };
}
