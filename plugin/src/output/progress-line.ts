import { formatSpan } from '@kubectl-autoscale/core/units';

/** One line on a terminal that says what is being done; nothing where standard error is no terminal. */
export interface ProgressLine {
  /** Replaces the line; with `more` false it is cleared. */
  show(text: string, more: boolean): void;
  /**
   * Replaces the line by what is done next when `done` of `total` are finished, and, once that has taken a second, how much
   * longer it is likely to take: as long for each as those that are finished took on average. Cleared when all are.
   */
  step(done: number, total: number, text: string): void;
  clear(): void;
}

const CLEAR_LINE = '\r\u001b[K';

/** Before, too little is known to say how long it will take, and mostly it is over. */
const silentMs = 1000;

/** `now` in milliseconds, never going back. */
export function progressLine(
  stream: Pick<NodeJS.WriteStream, 'isTTY' | 'columns' | 'write'>,
  now: () => number = () => performance.now(),
): ProgressLine {
  if (!stream.isTTY) return { show: () => undefined, step: () => undefined, clear: () => undefined };
  let count: Count | undefined;
  const clear = (): void => {
    count = undefined;
    stream.write(CLEAR_LINE);
  };
  const write = (text: string, left: string): void => {
    const room = Math.max(0, stream.columns - 1 - left.length);
    stream.write(`${CLEAR_LINE}${text.slice(0, room)}${left}`);
  };
  return {
    show: (text, more) => {
      if (more) write(text, '');
      else clear();
    },
    step: (done, total, text) => {
      if (done >= total) {
        clear();
        return;
      }
      // Another number of things, or a start from the beginning, is other work.
      if (count?.total !== total || done < count.done) count = { total, first: done, startMs: now(), done };
      count = { ...count, done };
      write(text, leftText(count, now()));
    },
    clear,
  };
}

interface Count {
  readonly total: number;
  /** How many were finished when counting began. */
  readonly first: number;
  readonly startMs: number;
  readonly done: number;
}

function leftText({ total, first, startMs, done }: Count, nowMs: number): string {
  const elapsedMs = nowMs - startMs;
  if (elapsedMs < silentMs || done === first) return '';
  const leftMs = (elapsedMs / (done - first)) * (total - done);
  return `  about ${formatSpan(Math.max(1, Math.round(leftMs / 1000)))} left`;
}
