import { type CancellationToken, type Connection, LSPErrorCodes, ResponseError } from 'vscode-languageserver';

import { hpaSpecOf } from '../advisor/index.ts';
import { type HpaView, hpaView } from '../apis/hpa.ts';
import { horizontalPodAutoscaler, isKind } from '../apis/kinds.ts';
import {
  hpaChangesOf,
  offsetAt,
  readSettings,
  settingsOf,
  whatIfAt,
  whatIfEdit,
  type WhatIfObjects,
  whatIfOf,
  type WhatIfSettings,
  type WhatIfView,
  whatIfView,
  workspaceEdit,
} from '../language/index.ts';
import { SourceError } from '../ports/index.ts';
import { fail, ok, type Result } from '../units/index.ts';
import type { WhatIfOutcome, WhatIfQuestion } from './adapters.ts';
import type { Ask, Asked } from './document-request.ts';
import {
  MESSAGES,
  type WhatIfEdit,
  type WhatIfParams,
  type WhatIfProblem,
  type WhatIfSubject,
  type WhatIfSubjectParams,
} from './protocol/index.ts';

/** Answers what an HPA would have done if it were set otherwise, and writes that into its manifest. */
export function serveWhatIf(connection: Connection, ask: Ask): void {
  connection.onRequest<WhatIfSubject | WhatIfProblem, never>(
    MESSAGES.whatIfSubject,
    (params: WhatIfSubjectParams, token: CancellationToken) =>
      subjectAt(ask(params.textDocument, token), params),
  );
  connection.onRequest(MESSAGES.whatIf, async (params: WhatIfParams, token: CancellationToken) =>
    settled(() => simulated(subject(ask, params, token), params.settings, token)),
  );
  connection.onRequest<WhatIfEdit | WhatIfProblem, never>(
    MESSAGES.whatIfEdit,
    (params: WhatIfParams, token: CancellationToken) => editOf(subject(ask, params, token), params.settings),
  );
}

/** An HPA of a document, as it is asked about. */
interface Subject extends WhatIfObjects {
  readonly asked: Asked;
  readonly view: HpaView;
  /** As the manifest has them. */
  readonly written: WhatIfSettings;
}

const UNKNOWN = 'The document is not known to the language server, or it is switched off.';

function subjectAt(
  asked: Asked | undefined,
  { position }: WhatIfSubjectParams,
): WhatIfSubject | WhatIfProblem {
  if (!asked) return { problem: UNKNOWN };
  const { file, folder } = asked;
  const found = whatIfAt(file, offsetAt(file, position), folder.workspace);
  if (!found.ok) return { problem: found.error };
  const { name, namespace, file: of } = found.value.hpa;
  return { uri: folder.uriOf(of.path), name, ...(namespace === undefined ? {} : { namespace }) };
}

/** The HPA is looked for by its name: the text before it may have changed since it was chosen. */
function subject(ask: Ask, { subject: of }: WhatIfParams, token: CancellationToken): Result<Subject, string> {
  const asked = ask(of, token);
  if (!asked) return fail(UNKNOWN);
  const { file, folder } = asked;
  const hpa = file.documents
    .flatMap(({ resources }) => resources)
    .find(
      (resource) =>
        isKind(horizontalPodAutoscaler, resource) &&
        resource.name === of.name &&
        resource.namespace === of.namespace,
    );
  const view = hpa && hpaView(hpa.object);
  if (!view) return fail(`HPA ${of.name} is no longer in its file.`);
  const objects = whatIfOf(hpa, folder.workspace);
  if (!objects.ok) return objects;
  const written = settingsOf(view, folder.settings.forecast.horizonMinutes);
  if (!written) return fail(`HPA ${of.name} has no maxReplicas.`);
  return ok({ asked, view, written, ...objects.value });
}

async function simulated(
  found: Result<Subject, string>,
  sent: WhatIfSettings | undefined,
  token: CancellationToken,
): Promise<WhatIfView | WhatIfProblem> {
  if (!found.ok) return { problem: found.error };
  const { asked, view, written, hpa, workload } = found.value;
  const { folder, annotations } = asked;
  const settings = sent === undefined ? ok(written) : readSettings(sent, view);
  if (!settings.ok) return { problem: settings.error };
  const spec = hpaSpecOf(view);
  if (!spec) {
    return { problem: `HPA ${hpa.name} lacks a part of a metric, so that no cluster would take it.` };
  }
  if (written.minReplicas > written.maxReplicas) {
    return {
      problem: `HPA ${hpa.name} has a minimum of ${written.minReplicas} above its maximum of ${written.maxReplicas}, so that no cluster would take it.`,
    };
  }
  const { group, kind, name } = workload;
  const changes = hpaChangesOf(settings.value, view);
  const { horizonMinutes } = settings.value;
  const question: WhatIfQuestion = {
    namespace: workload.namespace ?? annotations.defaultNamespace,
    ref: { group, kind, name },
    spec,
    ...(changes ? { changes } : {}),
    horizonMinutes,
  };
  const outcome = await askData(asked, question, token);
  if (!outcome.ok) return problemOf(outcome.error, folder.data.hasSource);
  const shown = { ...outcome.value, view, settings: settings.value };
  return whatIfView(hpa.name, shown, written, annotations);
}

async function askData(
  { folder }: Asked,
  question: WhatIfQuestion,
  token: CancellationToken,
): Promise<Result<WhatIfOutcome, string>> {
  const controller = new AbortController();
  const listening = token.onCancellationRequested(() => controller.abort());
  try {
    return await folder.data.whatIf(question, controller.signal);
  } finally {
    listening.dispose();
  }
}

/** What a source fails with is a sentence for the panel; what nobody waits for any more is answered as the protocol wants it. */
async function settled<Answer>(work: () => Promise<Answer>): Promise<Answer | WhatIfProblem | ResponseError> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    if (error.code === 'cancelled') return new ResponseError(LSPErrorCodes.RequestCancelled, error.message);
    return problemOf(error.message, true);
  }
}

function problemOf(text: string, hasSource: boolean): WhatIfProblem {
  const sentence = `${text.slice(0, 1).toUpperCase()}${text.slice(1)}${/[.…]$/.test(text) ? '' : '.'}`;
  return { problem: sentence, ...(hasSource ? {} : { remedy: 'chooseData' }) };
}

function editOf(
  found: Result<Subject, string>,
  sent: WhatIfSettings | undefined,
): WhatIfEdit | WhatIfProblem {
  if (!found.ok) return { problem: found.error };
  const { asked, view, hpa } = found.value;
  const settings = readSettings(sent, view);
  if (!settings.ok) return { problem: settings.error };
  const edits = whatIfEdit(hpa, settings.value);
  if (!edits.ok) return problemOf(edits.error, true);
  const { workspace } = asked.folder;
  const edit = workspaceEdit(edits.value, workspace.index.files, asked.addresses);
  return { changes: edit?.changes ?? {} };
}
