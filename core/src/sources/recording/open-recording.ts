import { groupOf, type KubernetesObject } from '../../manifest/kubernetes-object.ts';
import { parseSourceFile } from '../../manifest/parse.ts';
import { fromYaml } from '../../manifest/plain-yaml.ts';
import {
  type Clock,
  type ClusterSource,
  labelSelectorPredicate,
  type MetricQuery,
  type MetricsSource,
  SourceError,
  type TimeRange,
} from '../../ports/index.ts';
import type { TimeSeries } from '../../stats/time-series.ts';
import { chooseQuestion } from './choose-question.ts';
import { broken, type RecordingFolder, recordingFolder } from './read-folder.ts';
import {
  type RecordedQuestion,
  type RecordedSeries,
  RECORDING_FORMAT,
  type RecordingHeader,
} from './recording-format.ts';
import { decodeSeries, resample } from './series-encoding.ts';

/** A recording as the sources that it was made from. Its clock stands still at the moment of recording. */
export interface Recording {
  readonly cluster: ClusterSource;
  readonly metrics: MetricsSource;
  readonly clock: Clock;
  /** All of the cluster's objects that were recorded. */
  readonly objects: readonly KubernetesObject[];
}

/**
 * Opens a recording. Metric answers are read when they are asked for.
 *
 * Throws {@link SourceError}: `not-found` where there is none, `bad-response` where it is damaged. A question that was not asked
 * while recording is a `bad-query`: the recording cannot know the answer, which is not the same as "no samples".
 */
export async function openRecording(path: string): Promise<Recording> {
  const folder = recordingFolder(path);
  const header = await readHeader(folder, path);
  const objects = await readObjects(folder);
  const questions = await readJson<readonly RecordedQuestion[]>(folder, 'metrics/index.json');
  const description = `recording ${path} (${header.takenAt})`;
  return {
    cluster: recordedCluster(description, header, objects),
    metrics: recordedMetrics(description, folder, questions),
    clock: { now: () => Date.parse(header.takenAt) },
    objects,
  };
}

async function readHeader(folder: RecordingFolder, path: string): Promise<RecordingHeader> {
  const parsed = fromYaml(await folder.read('recording.yaml'));
  if (!parsed.ok) throw broken(path, `recording.yaml: ${parsed.error}`);
  const header = parsed.value as Partial<RecordingHeader> | null;
  if (header?.apiVersion !== RECORDING_FORMAT || header.kind !== 'Recording') {
    throw broken(path, `recording.yaml is no Recording of ${RECORDING_FORMAT}`);
  }
  if (
    header.takenAt === undefined ||
    Number.isNaN(Date.parse(header.takenAt)) ||
    header.kubernetesVersion === undefined
  ) {
    throw broken(path, 'recording.yaml lacks takenAt or kubernetesVersion');
  }
  return { defaultNamespace: 'default', cluster: '', metrics: '', kinds: [], ...header } as RecordingHeader;
}

async function readObjects(folder: RecordingFolder): Promise<readonly KubernetesObject[]> {
  const objects: KubernetesObject[] = [];
  for (const name of await folder.list('objects')) {
    const file = parseSourceFile(name, await folder.read(name));
    const [problem] = file.problems;
    if (problem !== undefined) {
      const { line, column } = file.positionAt(problem.range.start);
      throw broken(folder.path, `${name}:${line}:${column}: ${problem.message}`);
    }
    objects.push(
      ...file.documents.flatMap((document) => document.resources.map((resource) => resource.object)),
    );
  }
  return objects;
}

async function readJson<T>(folder: RecordingFolder, name: string): Promise<T> {
  const text = await folder.read(name);
  try {
    return JSON.parse(text) as T;
  } catch (error) {
    throw broken(folder.path, `${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function recordedCluster(
  description: string,
  header: RecordingHeader,
  objects: readonly KubernetesObject[],
): ClusterSource {
  const ofKind = (group: string, kind: string): readonly KubernetesObject[] => {
    const looked = header.kinds.some((each) => each.group === group && each.kind === kind);
    if (!looked) throw notRecorded(description, `no ${kind} was looked at`);
    return objects.filter((object) => object.kind === kind && groupOf(object.apiVersion) === group);
  };
  const within = (object: KubernetesObject, namespace: string | undefined): boolean =>
    namespace === undefined ||
    object.metadata.namespace === undefined ||
    object.metadata.namespace === namespace;
  return {
    description,
    defaultNamespace: header.defaultNamespace,
    version: () => Promise.resolve(header.kubernetesVersion),
    list: async ({ group, kind, namespace, labelSelector = '' }) => {
      const selected = selectedBy(description, labelSelector);
      return Promise.resolve(
        ofKind(group, kind).filter((object) => within(object, namespace) && selected(object.metadata.labels)),
      );
    },
    get: async ({ group, kind, namespace, name }) =>
      Promise.resolve(
        ofKind(group, kind).find((object) => object.metadata.name === name && within(object, namespace)),
      ),
  };
}

function selectedBy(description: string, selector: string): ReturnType<typeof labelSelectorPredicate> {
  try {
    return labelSelectorPredicate(selector);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new SourceError({ code: 'bad-query', source: description, message: error.message });
  }
}

function recordedMetrics(
  description: string,
  folder: RecordingFolder,
  questions: readonly RecordedQuestion[],
): MetricsSource {
  const answers = new Map<string, Promise<readonly TimeSeries[]>>();
  const read = (question: RecordedQuestion): Promise<readonly TimeSeries[]> => {
    const { file, stepMs } = question;
    if (file === '') return Promise.resolve([]);
    // The name comes from the recording: it must not lead out of it.
    if (!/^[\w.-]+\.json$/.test(file)) {
      throw broken(folder.path, `metrics/index.json names the file "${file}"`);
    }
    const known = answers.get(file);
    if (known !== undefined) return known;
    const answer = readJson<readonly RecordedSeries[]>(folder, `metrics/${file}`).then((series) =>
      series.map((each) => decodeSeries(each, stepMs)),
    );
    answers.set(file, answer);
    return answer;
  };
  const answer = async (query: MetricQuery, range: TimeRange): Promise<readonly TimeSeries[]> => {
    const asked = questions.filter(({ id }) => id === query.id);
    if (asked.length === 0) throw notRecorded(description, `${query.promql} was not asked`, questions);
    const question = chooseQuestion(asked, range);
    if (question === undefined) throw notRecorded(description, outside(query, asked));
    return (await read(question))
      .map((series) => resample(series, range, question.stepMs))
      .filter(({ values }) => values.length > 0);
  };
  return {
    description,
    query: (query, timeMs) => answer(query, { startMs: timeMs, endMs: timeMs, stepMs: 1 }),
    queryRange: (query, range) => answer(query, range),
  };
}

function outside({ promql }: MetricQuery, asked: readonly RecordedQuestion[]): string {
  const first = Math.min(...asked.map(({ startMs }) => startMs));
  const last = Math.max(...asked.map(({ endMs }) => endMs));
  return `${promql} was asked for ${new Date(first).toISOString()} to ${new Date(last).toISOString()} only`;
}

function notRecorded(source: string, what: string, questions: readonly RecordedQuestion[] = []): SourceError {
  const held = [...new Set(questions.map(({ id }) => id))].slice(0, 5);
  return new SourceError({
    code: 'bad-query',
    source,
    message: `the ${source} has no answer: ${what}`,
    suggestions: [
      ...(held.length === 0 ? [] : [`ask for what it holds, such as ${held.join('; ')}`]),
      'record again, with the same command line behind "record"',
    ],
  });
}
