type Level = 'info' | 'warning' | 'error';
type Details = Readonly<Record<string, string | number | boolean | undefined>>;

/** Writes one JSON object a line. What goes in holds no credential: that is the caller's promise. */
export interface Log {
  write(level: Level, message: string, details?: Details): void;
}

export function createLog(writeLine: (line: string) => void, now: () => number): Log {
  return {
    write: (level, message, details = {}) =>
      writeLine(JSON.stringify({ time: new Date(now()).toISOString(), level, message, ...details })),
  };
}

/** Logs when something begins to fail, what the failure is when that changes, and when it is over: not each time. */
export class Complaint {
  readonly #log: Log;
  readonly #subject: string;
  #last: string | undefined;

  constructor(log: Log, subject: string) {
    this.#log = log;
    this.#subject = subject;
  }

  failed(error: unknown): void {
    const reason = reasonOf(error);
    if (reason === this.#last) return;
    this.#last = reason;
    this.#log.write('warning', `${this.#subject} fails`, { reason });
  }

  succeeded(): void {
    if (this.#last === undefined) return;
    this.#last = undefined;
    this.#log.write('info', `${this.#subject} works again`);
  }
}

/** With what lies behind it: clients are told less than the log. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
