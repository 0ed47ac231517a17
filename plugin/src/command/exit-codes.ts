/** How a command ends; the numbers are part of the interface (docs/lint.md, "Reports"). */
export const EXIT_CODES = { ok: 0, findings: 1, usage: 2, source: 3, cancelled: 130 } as const;
