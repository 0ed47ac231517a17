import { groupOf, type KubernetesObject } from '../manifest/kubernetes-object.ts';

/** Groups that are built in: their lists of containers merge by name in a strategic merge patch. */
const BUILT_IN = /^(|apps|batch|autoscaling|policy)$/;

/**
 * The kubectl command that sets back every field that `applied` sets, to what it was in `before` (a field that was not there is
 * removed), and gives back those that `after` has lost: a field that an earlier apply set and this one leaves out goes away. Without `before` the
 * object was made by the change, and the command deletes it. Safe to paste into a shell.
 */
export function undoCommand(
  applied: KubernetesObject,
  before: KubernetesObject | undefined,
  after?: KubernetesObject,
): string {
  const { namespace, name = '' } = applied.metadata;
  const group = groupOf(applied.apiVersion);
  const resource = `${applied.kind.toLowerCase()}${group === '' ? '' : `.${group}`}/${name}`;
  const place = namespace === undefined ? '' : ` -n ${shellWord(namespace)}`;
  if (before === undefined) return `kubectl delete ${shellWord(resource)}${place}`;
  const set = previousValues(ownFields(applied), before);
  const lost = after === undefined ? {} : lostFields(ownFields(before), ownFields(after));
  const patch = JSON.stringify(merged(set, lost));
  const type = BUILT_IN.test(group) ? 'strategic' : 'merge';
  return `kubectl patch ${shellWord(resource)}${place} --type=${type} -p ${shellWord(patch)}`;
}

function ownFields(object: KubernetesObject): Readonly<Record<string, unknown>> {
  const others = ['apiVersion', 'kind', 'metadata', 'status'];
  return Object.fromEntries(Object.entries(object).filter(([field]) => !others.includes(field)));
}

/** The fields of mappings that `before` has and `after` has not. */
function lostFields(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(before).flatMap(([key, old]) => {
      const now = after[key];
      if (now === undefined) return [[key, old]];
      const inside = isMapping(old) && isMapping(now) ? lostFields(old, now) : {};
      return Object.keys(inside).length === 0 ? [] : [[key, inside]];
    }),
  );
}

function merged(a: unknown, b: unknown): unknown {
  if (!isMapping(a) || !isMapping(b)) return a ?? b;
  const added = Object.keys(b).filter((key) => !Object.hasOwn(a, key));
  return Object.fromEntries([
    ...Object.entries(a).map(([key, value]) => [key, Object.hasOwn(b, key) ? merged(value, b[key]) : value]),
    ...added.map((key) => [key, b[key]]),
  ]);
}

function previousValues(applied: unknown, before: unknown): unknown {
  if (Array.isArray(applied)) return previousItems(applied, before);
  if (!isMapping(applied)) return before ?? null;
  const old = isMapping(before) ? before : {};
  return Object.fromEntries(
    Object.entries(applied).map(([key, value]) => [
      key,
      // A mapping that was not there goes as a whole.
      isMapping(value) && old[key] === undefined ? null : previousValues(value, old[key]),
    ]),
  );
}

/** Containers merge by name; every other list is one value. */
function previousItems(applied: readonly unknown[], before: unknown): unknown {
  const old: readonly unknown[] = Array.isArray(before) ? before : [];
  if (!applied.every((item) => isMapping(item) && 'name' in item && 'resources' in item)) {
    return before ?? null;
  }
  return applied.filter(isMapping).map((item) => {
    const same = old.find((each) => isMapping(each) && each.name === item.name);
    return { ...(previousValues(item, same) as object), name: item.name };
  });
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Single quotes around what a shell might read otherwise. */
export function shellWord(text: string): string {
  return /^[\w./:=@-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
