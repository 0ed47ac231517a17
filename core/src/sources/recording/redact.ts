import type { KubernetesObject } from '../../manifest/kubernetes-object.ts';

/** ConfigMaps hold anything; only those that Cluster Autoscaler reads or writes are worth recording. */
const RECORDED_CONFIG_MAPS = new Set(['cluster-autoscaler-priority-expander', 'cluster-autoscaler-status']);

/** In the name of a flag, a variable, a field or an annotation. Model servers count tokens and have tokenizers. */
const CREDENTIAL =
  /passw(or)?d|passphrase|(?<![a-z])(pass|auth)(?![a-z])|secret|token(?!s|iz)|credential|(api|access|private)[-_]?key|connection-?string/i;
/** `secretName`, `tokenPath`: where a credential is, not what it is. */
const NAMES_A_PLACE = /(name|namespace|ref|path|file|fromenv|kind|mode|policy|type|audience)$/i;
/** Maps whose keys are the user's own words; what is in them is public and selects objects. */
const LABELS = new Set(['labels', 'matchLabels', 'nodeSelector', 'selector']);
const REDACTED = 'redacted';

/** Annotations that repeat the whole object, environment values included, or that only controllers read. */
const DROPPED_ANNOTATIONS = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  'deployment.kubernetes.io/revision',
]);

/**
 * The object as it may be written to disk, or `undefined` when it must not be: Secrets never, ConfigMaps only Cluster
 * Autoscaler's. Environment values and HTTP headers go (their names stay), and so does what looks like a credential in an
 * annotation, a field or a command line.
 */
export function redact(object: KubernetesObject): KubernetesObject | undefined {
  if (object.kind === 'Secret') return undefined;
  if (object.kind === 'ConfigMap' && !RECORDED_CONFIG_MAPS.has(object.metadata.name ?? '')) return undefined;
  const { annotations, ...others } = object.metadata;
  const metadata = Object.fromEntries(Object.entries(others).filter(([field]) => field !== 'managedFields'));
  const kept = Object.entries(annotations ?? {})
    .filter(([name]) => !DROPPED_ANNOTATIONS.has(name))
    .map(([name, value]) => [name, CREDENTIAL.test(name) ? REDACTED : redactText(value)] as const);
  return {
    ...(redactValue(object) as KubernetesObject),
    metadata: {
      ...(redactValue(metadata) as KubernetesObject['metadata']),
      ...(kept.length === 0 ? {} : { annotations: Object.fromEntries(kept) }),
    },
  };
}

function redactValue(value: unknown): unknown {
  if (typeof value === 'string') return redactText(value);
  if (Array.isArray(value)) return value.map(redactValue);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, redactField(key, field)]));
}

function redactField(key: string, field: unknown): unknown {
  if (Array.isArray(field)) {
    switch (key) {
      case 'env':
        return field.map(redactVariable);
      case 'envFrom':
        return field.filter((source) => !isObject(source) || !('secretRef' in source)).map(redactValue);
      case 'httpHeaders':
        return field.map(redactVariable);
      case 'args':
      case 'command':
        return redactArguments(field);
    }
  }
  if (LABELS.has(key)) return field;
  // For example a scaler's `password`.
  if (typeof field === 'string' && CREDENTIAL.test(key) && !NAMES_A_PLACE.test(key)) return REDACTED;
  return redactValue(field);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** Private keys, JSON Web Tokens and user:password in URLs, wherever they stand. */
function redactText(text: string): string {
  return text
    .replace(/-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(-----END [A-Z ]*PRIVATE KEY-----|$)/gs, REDACTED)
    .replace(/\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g, REDACTED)
    .replace(/:\/\/[^/@\s]+@/g, `://${REDACTED}@`);
}

/** Only the name is kept: a value may be a secret, and so may the name of the key that it comes from. */
function redactVariable(variable: unknown): unknown {
  if (typeof variable !== 'object' || variable === null || !('name' in variable)) return {};
  return { name: variable.name };
}

/** `--token=x` and `--token x` keep the flag and lose the value. */
function redactArguments(words: readonly unknown[]): unknown[] {
  return words.map((word, index) => {
    if (typeof word !== 'string') return word;
    const previous = words[index - 1];
    const isValue = typeof previous === 'string' && /^--?[^=]+$/.test(previous) && !word.startsWith('-');
    if (isValue && CREDENTIAL.test(previous)) return REDACTED;
    return redactText(word)
      .replace(/^(--?[^=]+)=.*$/s, (whole, flag: string) =>
        CREDENTIAL.test(flag) ? `${flag}=${REDACTED}` : whole,
      )
      .replace(ASSIGNMENT, (whole, name: string) => (CREDENTIAL.test(name) ? `${name}=${REDACTED}` : whole));
  });
}

/** In a script that a shell is given: `export API_TOKEN=x`. */
const ASSIGNMENT = /\b([A-Za-z_][A-Za-z0-9_]*)=("[^"]*"|'[^']*'|[^\s;&|]+)/g;
