import type { KubernetesObject } from '../../manifest/kubernetes-object.ts';

/** ConfigMaps hold anything; only those that Cluster Autoscaler reads or writes are worth recording. */
const RECORDED_CONFIG_MAPS = new Set(['cluster-autoscaler-priority-expander', 'cluster-autoscaler-status']);

const CREDENTIAL = /(pass(word|wd)?|secret|token|credential|api-?key|access-?key|private-?key|auth)/i;
const REDACTED = 'redacted';

/** Annotations that repeat the whole object, environment values included, or that only controllers read. */
const DROPPED_ANNOTATIONS = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  'deployment.kubernetes.io/revision',
]);

/**
 * The object as it may be written to disk, or `undefined` when it must not be: Secrets never, ConfigMaps only Cluster
 * Autoscaler's. Environment values go (their names stay), and so does what looks like a credential in an annotation or
 * in a command line.
 */
export function redact(object: KubernetesObject): KubernetesObject | undefined {
  if (object.kind === 'Secret') return undefined;
  if (object.kind === 'ConfigMap' && !RECORDED_CONFIG_MAPS.has(object.metadata.name ?? '')) return undefined;
  const { annotations, ...others } = object.metadata;
  const metadata = Object.fromEntries(Object.entries(others).filter(([field]) => field !== 'managedFields'));
  const kept = Object.entries(annotations ?? {})
    .filter(([name]) => !DROPPED_ANNOTATIONS.has(name))
    .map(([name, value]) => [name, CREDENTIAL.test(name) ? REDACTED : value] as const);
  return {
    ...(redactValue(object) as KubernetesObject),
    metadata: {
      ...(redactValue(metadata) as KubernetesObject['metadata']),
      ...(kept.length === 0 ? {} : { annotations: Object.fromEntries(kept) }),
    },
  };
}

function redactValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(redactValue);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => {
      if (key === 'env' && Array.isArray(field)) return [key, field.map(redactVariable)];
      if ((key === 'args' || key === 'command') && Array.isArray(field)) return [key, redactArguments(field)];
      return [key, redactValue(field)];
    }),
  );
}

/** Only the name is kept: a value may be a secret, and so may the name of the key that it comes from. */
function redactVariable(variable: unknown): unknown {
  if (typeof variable !== 'object' || variable === null || !('name' in variable)) return {};
  return { name: variable.name };
}

/** `--token=x` and `--token x` keep the flag and lose the value; a URL loses its user and password. */
function redactArguments(words: readonly unknown[]): unknown[] {
  return words.map((word, index) => {
    if (typeof word !== 'string') return word;
    const previous = words[index - 1];
    if (typeof previous === 'string' && /^--?[^=]+$/.test(previous) && CREDENTIAL.test(previous))
      {return REDACTED;}
    return word
      .replace(/^(--?[^=]+)=.*$/s, (whole, flag: string) =>
        CREDENTIAL.test(flag) ? `${flag}=${REDACTED}` : whole,
      )
      .replace(/:\/\/[^/@\s]+@/g, `://${REDACTED}@`);
  });
}
