import { commentSuppressions } from '../../lint/suppression.ts';
import type { SourceFile } from '../../manifest/source-file.ts';
import { ruleHref } from '../diagnostics.ts';
import { editorRange } from '../places.ts';
import type { EditorDocumentLink } from '../protocol-shapes.ts';
import type { NavigationContext } from './navigate.ts';
import { linksOf } from './object-links.ts';

/**
 * What can be followed with a click: the name of an autoscaler's target to its manifest, the rule in a comment that silences it to its page.
 */
export function documentLinks(file: SourceFile, context: NavigationContext): readonly EditorDocumentLink[] {
  return [...targetLinks(file, context), ...ruleLinks(file, context)];
}

function targetLinks(
  file: SourceFile,
  { workspace, addresses }: NavigationContext,
): readonly EditorDocumentLink[] {
  return file.documents
    .flatMap(({ resources }) => resources)
    .flatMap((resource) => linksOf(resource, workspace))
    .flatMap(({ from, to: [target, ...others] }) => {
      const name = [...from.path, 'name'];
      if (!target || others.length > 0 || !from.resource.has(name)) return [];
      const { resource, path } = target;
      const { line, column } = resource.file.positionAt(resource.rangeOf(path).start);
      return [
        {
          range: editorRange(file, from.resource.rangeOf(name)),
          // As VS Code reads a place in a file.
          target: `${addresses.uriOf(resource.file.path)}#L${line},${column}`,
          tooltip: `${resource.kind} ${resource.name} in ${resource.file.path}`,
        },
      ];
    });
}

function ruleLinks(file: SourceFile, { addresses }: NavigationContext): readonly EditorDocumentLink[] {
  return commentSuppressions(file).flatMap(({ ruleId, range }) => {
    const at = ruleId === undefined ? -1 : file.text.indexOf(ruleId, range.start);
    const target =
      ruleId === undefined || at < 0 || at >= range.end ? undefined : ruleHref(ruleId, addresses);
    if (ruleId === undefined || target === undefined) return [];
    const where = editorRange(file, { start: at, end: at + ruleId.length });
    return [{ range: where, target, tooltip: `Explain ${ruleId}` }];
  });
}
