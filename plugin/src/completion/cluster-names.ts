import { spawn } from 'node:child_process';

/** Whoever waits at a prompt does not wait longer. */
const TIMEOUT_MS = 3000;

export type GivenFlags = Readonly<Record<string, string>>;

/**
 * What kubectl prints, as lines; none where it fails or takes too long. kubectl is asked since it starts faster than our own client, and it is
 * what runs completion.
 */
async function kubectlLines(
  args: readonly string[],
  given: GivenFlags,
  env: NodeJS.ProcessEnv,
): Promise<readonly string[]> {
  const shared = ['context', 'kubeconfig', 'as'].flatMap((name) =>
    given[name] === undefined ? [] : [`--${name}=${given[name]}`],
  );
  return new Promise((resolve) => {
    const child = spawn(env.KUBECTL_PATH ?? 'kubectl', [...args, ...shared, '--request-timeout=2s'], {
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: TIMEOUT_MS,
    });
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (part: string) => (text += part));
    child.on('error', () => resolve([]));
    child.on('close', (code) => resolve(code === 0 ? text.split('\n').filter((line) => line !== '') : []));
  });
}

export async function contextNames(given: GivenFlags, env: NodeJS.ProcessEnv): Promise<readonly string[]> {
  const { kubeconfig } = given;
  return kubectlLines(
    ['config', 'get-contexts', '-o', 'name'],
    kubeconfig === undefined ? {} : { kubeconfig },
    env,
  );
}

export async function namespaceNames(given: GivenFlags, env: NodeJS.ProcessEnv): Promise<readonly string[]> {
  return bare(await kubectlLines(['get', 'namespaces', '-o', 'name'], given, env));
}

/** Names of one resource in the namespace that is meant. */
export async function objectNames(
  resource: string,
  given: GivenFlags,
  env: NodeJS.ProcessEnv,
): Promise<readonly string[]> {
  return bare(await kubectlLines(['get', resource, '-o', 'name', ...within(given)], given, env));
}

const SHORT_KINDS: Readonly<Record<string, string>> = {
  'deployment.apps': 'deploy',
  'statefulset.apps': 'sts',
};

/** `deploy/chat`, `sts/queue`. */
export async function workloadNames(given: GivenFlags, env: NodeJS.ProcessEnv): Promise<readonly string[]> {
  const lines = await kubectlLines(
    ['get', 'deployments,statefulsets', '-o', 'name', ...within(given)],
    given,
    env,
  );
  return lines.flatMap((line) => {
    const [kind = '', name = ''] = line.split('/');
    const short = SHORT_KINDS[kind];
    return short === undefined ? [] : [`${short}/${name}`];
  });
}

/** What custom.metrics.k8s.io lists, without the resource that each is of. */
export async function customMetricNames(
  given: GivenFlags,
  env: NodeJS.ProcessEnv,
): Promise<readonly string[]> {
  const groups = ['custom.metrics.k8s.io/v1beta2', 'external.metrics.k8s.io/v1beta1'];
  const answers = await Promise.all(
    groups.map((group) => kubectlLines(['get', '--raw', `/apis/${group}`], given, env)),
  );
  return [...new Set(answers.flatMap((lines) => listedNames(lines.join('\n'))))].sort();
}

function listedNames(text: string): readonly string[] {
  try {
    const { resources = [] } = JSON.parse(text) as {
      readonly resources?: readonly { readonly name: string }[];
    };
    return resources.map(({ name }) => name.slice(name.indexOf('/') + 1));
  } catch {
    return [];
  }
}

function within({ namespace }: GivenFlags): readonly string[] {
  return namespace === undefined ? [] : [`--namespace=${namespace}`];
}

/** Without the kind before the slash. */
function bare(lines: readonly string[]): readonly string[] {
  return lines.map((line) => line.slice(line.indexOf('/') + 1));
}
