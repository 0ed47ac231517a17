import type { WorkspaceIndex } from '@kubectl-autoscale/core/manifest';

/** `file:line:column: message` of each mistake that kept a document from being read. */
export function parseProblems(index: WorkspaceIndex): readonly string[] {
  return [...index.files.values()].flatMap((file) =>
    file.problems.map(({ range, message }) => {
      const { line, column } = file.positionAt(range.start);
      return `${file.path}:${line}:${column}: ${message}`;
    }),
  );
}
