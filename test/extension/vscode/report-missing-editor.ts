import { findEditorPrograms } from './programs.ts';

/** A global setup of vitest: says once, in one line, that the tests in VS Code are left out here and how to get it. */
export function setup(): void {
  const programs = findEditorPrograms();
  if (typeof programs === 'string') console.warn(`Tests in VS Code are left out: ${programs}`);
}
