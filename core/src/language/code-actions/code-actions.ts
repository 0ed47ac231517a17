import type { Finding, Linter } from '../../lint/index.ts';
import type { Range } from '../../manifest/ranges.ts';
import type { Resource, SourceFile } from '../../manifest/source-file.ts';
import { annotatedObject } from '../annotated-object.ts';
import type { AnnotationContext } from '../annotation-context.ts';
import { type Addresses, diagnosticOf } from '../diagnostics.ts';
import type { EditorCodeAction } from '../protocol-shapes.ts';
import { CONVERT_HPA_KIND, convertHpaAction } from './convert-hpa.ts';
import { CREATE_KIND, createActions } from './create-autoscaler.ts';
import { disableActions } from './disable-rule.ts';
import { fixActions, fixAllAction } from './fixes.ts';
import { GPU_TOLERATION_KIND, gpuActions } from './gpu-toleration.ts';
import { PREFER_SPOT_KIND, preferSpotActions } from './prefer-spot.ts';
import { RIGHT_SIZE_KIND, rightSizeActions, rightSizeFileAction } from './right-size.ts';

/** The kinds of actions that are offered, for clients that ask for some only. */
export const CODE_ACTION_KINDS = [
  'quickfix',
  RIGHT_SIZE_KIND,
  GPU_TOLERATION_KIND,
  CONVERT_HPA_KIND,
  CREATE_KIND,
  PREFER_SPOT_KIND,
] as const;

const REWRITES: readonly string[] = CODE_ACTION_KINDS.filter((kind) => kind.startsWith('refactor.'));

export interface CodeActionRequest {
  readonly file: SourceFile;
  /** What is selected, in offsets. */
  readonly range: Range;
  /** Kinds that were asked for, with all kinds below them; absent: every kind but fix-all, which has to be asked for. */
  readonly only?: readonly string[];
  readonly findings: readonly Finding[];
  readonly linter: Linter;
  readonly context: AnnotationContext;
  readonly addresses: Addresses;
  readonly fixAllKind: string;
  /** Command that opens a rule's page, where the client has it. */
  readonly explainRule?: string;
}

/** What can be done about the selected lines. */
export function codeActions(request: CodeActionRequest): readonly EditorCodeAction[] {
  const { only } = request;
  const isWanted = (kind: string): boolean =>
    only === undefined || only.some((asked) => kind === asked || kind.startsWith(`${asked}.`));
  return [
    ...(isWanted('quickfix') ? quickFixes(request) : []),
    ...(REWRITES.some(isWanted) ? rewrites(request) : []).filter(({ kind }) => isWanted(kind)),
    ...(only !== undefined && isWanted(request.fixAllKind) ? fixAll(request) : []),
  ];
}

function quickFixes(request: CodeActionRequest): readonly EditorCodeAction[] {
  const { file, range, context, addresses } = request;
  const { files } = context.workspace.index;
  const touched = request.findings.filter(
    (finding) => finding.file === file.path && touches(finding.range, range),
  );
  return [
    ...touched.flatMap((finding) => fixActions(finding, files, addresses)),
    ...touched.flatMap((finding) => disableActions(finding, file, addresses)),
    ...touched.flatMap((finding) => explainAction(finding, request)),
  ];
}

function explainAction(
  finding: Finding,
  { addresses, explainRule }: CodeActionRequest,
): readonly EditorCodeAction[] {
  const { ruleId } = finding;
  const diagnostic = diagnosticOf(finding, addresses);
  const url = diagnostic.codeDescription?.href;
  if (explainRule === undefined || url === undefined) return [];
  const title = `Explain ${ruleId}`;
  const command = { title, command: explainRule, arguments: [{ ruleId, url }] };
  return [{ title, kind: 'quickfix', diagnostics: [diagnostic], command }];
}

function rewrites(request: CodeActionRequest): readonly EditorCodeAction[] {
  const { file, range, context, addresses } = request;
  const { files } = context.workspace.index;
  const ofObjects = resourcesAt(file, range).flatMap((resource) => {
    const object = annotatedObject(resource, context);
    const convert = convertHpaAction(resource, files, addresses);
    return [
      ...(object ? rightSizeActions(object, range, files, context, addresses) : []),
      ...(convert ? [convert] : []),
      ...(context.workspace.isPartial(resource) ? [] : wholeObjectActions(resource, request)),
    ];
  });
  const wholeFile = ofObjects.some(({ kind }) => kind === RIGHT_SIZE_KIND)
    ? rightSizeFileAction(file, context, addresses)
    : undefined;
  return [...ofObjects, ...(wholeFile ? [wholeFile] : [])];
}

function wholeObjectActions(
  resource: Resource,
  { range, only, linter, context, addresses }: CodeActionRequest,
): readonly EditorCodeAction[] {
  const { files } = context.workspace.index;
  return [
    ...gpuActions(resource, context.workspace, files, addresses),
    // Not at every line of a workload: where its kind and name stand, and where refactorings are asked for.
    ...(only !== undefined || isAtHead(resource, range)
      ? [
          ...createActions(resource, files, context, addresses),
          ...preferSpotActions(resource, context.workspace, linter.settings.cloud, files, addresses),
        ]
      : []),
  ];
}

function isAtHead(resource: Resource, range: Range): boolean {
  return [['apiVersion'], ['kind'], ['metadata'], ['spec', 'replicas']].some(
    (path) => resource.has(path) && touches(resource.rangeOf(path, 'entry'), range),
  );
}

function fixAll({
  linter,
  context,
  file,
  fixAllKind,
  addresses,
}: CodeActionRequest): readonly EditorCodeAction[] {
  const action = fixAllAction(linter, context.workspace.index, file, fixAllKind, addresses);
  return action ? [action] : [];
}

/** The objects whose YAML the selection lies in; a template's are not edited. */
function resourcesAt(file: SourceFile, range: Range): readonly Resource[] {
  if (file.kind === 'template') return [];
  return file.documents.flatMap(({ resources, range: document }) => {
    if (!touches(document, range)) return [];
    return resources.length === 1
      ? resources
      : resources.filter((resource) => touches(resource.rangeOf([], 'value'), range));
  });
}

function touches(a: Range, b: Range): boolean {
  return a.start <= b.end && b.start <= a.end;
}
