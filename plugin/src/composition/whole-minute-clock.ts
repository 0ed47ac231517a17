/** Full minutes: two runs within one ask the same questions and give the same figures. */
export const wholeMinuteClock = { now: (): number => Math.floor(Date.now() / 60_000) * 60_000 };
