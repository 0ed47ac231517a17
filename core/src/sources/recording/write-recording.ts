import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

import { groupOf, type KubernetesObject } from '../../manifest/kubernetes-object.ts';
import { toYaml, toYamlStream } from '../../manifest/plain-yaml.ts';
import { SourceError } from '../../ports/index.ts';
import type { RecordedSession } from './recorder.ts';
import { type RecordedQuestion, RECORDING_FORMAT, type RecordingHeader } from './recording-format.ts';
import { redact } from './redact.ts';
import { encodeSeries } from './series-encoding.ts';

export interface WrittenRecording {
  readonly objects: number;
  readonly questions: number;
}

/**
 * Writes a session as a recording. Everything is written beside `folder` first and then put in its place, so a failure leaves
 * what was there. A folder that holds something else than a recording is not touched.
 */
export async function writeRecording(
  folder: string,
  session: RecordedSession,
  takenAtMs: number,
): Promise<WrittenRecording> {
  const target = resolve(folder);
  await requireReplaceable(target);
  await mkdir(dirname(target), { recursive: true });
  const draft = await mkdtemp(`${target}.draft-`);
  try {
    await writeFile(join(draft, 'recording.yaml'), toYaml(headerOf(session, takenAtMs)));
    const objects = await writeObjects(draft, session.objects);
    const questions = await writeAnswers(draft, session);
    await rm(target, { recursive: true, force: true });
    await rename(draft, target);
    return { objects, questions };
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  }
}

async function requireReplaceable(target: string): Promise<void> {
  const names = await readdir(target).catch((error: unknown): string[] => {
    if (isMissing(error)) return [];
    throw error;
  });
  if (names.length === 0 || names.includes('recording.yaml')) return;
  throw new SourceError({
    code: 'forbidden',
    source: target,
    message: `${target} holds files that are no recording; it is left as it is`,
    suggestions: ['name a new or an empty folder'],
  });
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function headerOf(session: RecordedSession, takenAtMs: number): RecordingHeader {
  return {
    apiVersion: RECORDING_FORMAT,
    kind: 'Recording',
    takenAt: new Date(takenAtMs).toISOString(),
    cluster: session.cluster,
    metrics: session.metrics,
    defaultNamespace: session.defaultNamespace,
    kubernetesVersion: session.version,
    kinds: [...session.kinds].sort((a, b) => a.kind.localeCompare(b.kind)),
  };
}

async function writeObjects(draft: string, objects: readonly KubernetesObject[]): Promise<number> {
  const byFile = new Map<string, KubernetesObject[]>();
  for (const object of objects) {
    const safe = redact(object);
    if (safe === undefined) continue;
    const group = groupOf(object.apiVersion);
    const kind = group === '' ? object.kind : `${object.kind}.${group}`;
    const folder = fileName(object.metadata.namespace ?? '_cluster');
    const file = join('objects', folder, fileName(`${kind.toLowerCase()}.yaml`));
    byFile.set(file, [...(byFile.get(file) ?? []), safe]);
  }
  for (const [file, contents] of byFile) {
    const sorted = contents.sort((a, b) => (a.metadata.name ?? '').localeCompare(b.metadata.name ?? ''));
    await mkdir(dirname(join(draft, file)), { recursive: true });
    await writeFile(join(draft, file), toYamlStream(sorted));
  }
  return [...byFile.values()].reduce((sum, contents) => sum + contents.length, 0);
}

/** A server's names in a path: none leads elsewhere, whatever it answered. What is read again is what stands in the files. */
function fileName(text: string): string {
  return text.replace(/[^a-zA-Z0-9._-]/g, '_').replace(/^\.+/, '_');
}

async function writeAnswers(draft: string, { answers }: RecordedSession): Promise<number> {
  await mkdir(join(draft, 'metrics'), { recursive: true });
  const sorted = [...answers].sort((a, b) => a.query.id.localeCompare(b.query.id) || a.stepMs - b.stepMs);
  const questions: RecordedQuestion[] = [];
  for (const { query, startMs, endMs, stepMs, series } of sorted) {
    // An empty answer needs no file of its own: the index says that it was asked.
    const file = series.length === 0 ? '' : `${String(questions.length).padStart(4, '0')}.json`;
    questions.push({ id: query.id, promql: query.promql, unit: query.unit, startMs, endMs, stepMs, file });
    if (file === '') continue;
    const lines = series.map((each) => JSON.stringify(encodeSeries(each, stepMs)));
    await writeFile(join(draft, 'metrics', file), `[\n${lines.join(',\n')}\n]\n`);
  }
  await writeFile(join(draft, 'metrics', 'index.json'), `${JSON.stringify(questions, null, 1)}\n`);
  return questions.length;
}
