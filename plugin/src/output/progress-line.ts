/** One line on a terminal that says what is being done; nothing where standard error is no terminal. */
export interface ProgressLine {
  /** Replaces the line; with `more` false it is cleared. */
  show(text: string, more: boolean): void;
  clear(): void;
}

const CLEAR_LINE = '\r\u001b[K';

export function progressLine(stream: NodeJS.WriteStream): ProgressLine {
  if (!stream.isTTY) return { show: () => undefined, clear: () => undefined };
  const clear = (): void => void stream.write(CLEAR_LINE);
  return {
    show: (text, more) => {
      if (more) stream.write(`${CLEAR_LINE}${text.slice(0, stream.columns - 1)}`);
      else clear();
    },
    clear,
  };
}
