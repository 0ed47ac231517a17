import type { Severity } from '../finding.ts';

/** How a terminal shows emphasis; the caller decides whether it can. */
export interface Palette {
  readonly severity: (severity: Severity, text: string) => string;
  readonly rule: (text: string) => string;
  readonly faint: (text: string) => string;
}

export const plainPalette: Palette = {
  severity: (_severity, text) => text,
  rule: (text) => text,
  faint: (text) => text,
};

const colours: Readonly<Record<Severity, string>> = { error: '31', warning: '33', info: '34' };

export const ansiPalette: Palette = {
  // Not bold: many terminals make a bold colour bright, and bright yellow cannot be read on white.
  severity: (severity, text) => `\u001b[${colours[severity]}m${text}\u001b[0m`,
  rule: (text) => `\u001b[1m${text}\u001b[0m`,
  faint: (text) => `\u001b[2m${text}\u001b[0m`,
};
