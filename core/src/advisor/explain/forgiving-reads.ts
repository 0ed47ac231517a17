import { SourceError } from '../../ports/index.ts';

/** Reads that an explanation is poorer without, not impossible. */
export interface ForgivingReads {
  /** One sentence for each thing that may not be read, and what is lost by it. */
  readonly notes: readonly string[];
  /** `undefined` for what may not be read, and for what a recording does not hold; any other problem is thrown. */
  readonly read: <T>(reading: Promise<T>, loses: string) => Promise<T | undefined>;
}

export function forgivingReads(): ForgivingReads {
  const notes: string[] = [];
  return {
    notes,
    read: async (reading, loses) => {
      try {
        return await reading;
      } catch (error) {
        if (!(error instanceof SourceError)) throw error;
        if (error.code === 'bad-query') return undefined;
        if (error.code !== 'forbidden') throw error;
        notes.push(`${error.message}: ${loses}`);
        return undefined;
      }
    },
  };
}
