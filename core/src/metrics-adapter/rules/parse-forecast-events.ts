import { eventTimeMs, type ScopedEvent } from '../../forecast/index.ts';
import type { Path } from '../../manifest/index.ts';
import type { ConfigFields } from './config-fields.ts';

const keys = ['name', 'from', 'to', 'floor', 'factor', 'namespace', 'object'];

/** The `events` of a forecast: a stretch of time, and floor (a value of the whole demand) or factor (at least 1), which only ever raise. */
export function readForecastEvents(fields: ConfigFields, value: unknown, path: Path): readonly ScopedEvent[] {
  return fields.list(value, path).flatMap((entry, index) => readEvent(fields, entry, [...path, index]));
}

function readEvent(fields: ConfigFields, value: unknown, path: Path): readonly ScopedEvent[] {
  const event = fields.mapping(value, path, keys);
  const text = (key: 'name' | 'namespace' | 'object'): Partial<Record<typeof key, string>> => {
    const read = fields.text(event[key], [...path, key]);
    return read === '' ? {} : { [key]: read };
  };
  const fromMs = readTime(fields, event.from, [...path, 'from']);
  const toMs = readTime(fields, event.to, [...path, 'to']);
  if (event.floor === undefined && event.factor === undefined) {
    fields.error(path, 'needs floor (a value of the whole demand) or factor (a multiple, at least 1)');
  }
  const floor = fields.number(event.floor, [...path, 'floor'], 0);
  const factor = fields.number(event.factor, [...path, 'factor'], 1);
  if (floor < 0) fields.error([...path, 'floor'], `must be at least 0, not ${floor}`);
  if (factor < 1) {
    fields.error([...path, 'factor'], `must be at least 1, not ${factor}: events only raise a forecast`);
  }
  if (fromMs === undefined || toMs === undefined) return [];
  if (toMs <= fromMs) fields.error([...path, 'to'], 'must be later than from');
  return [{ fromMs, toMs, floor, factor, ...text('name'), ...text('namespace'), ...text('object') }];
}

function readTime(fields: ConfigFields, value: unknown, path: Path): number | undefined {
  const atMs = eventTimeMs(value);
  if (atMs === undefined) {
    const found = value === undefined ? 'is missing; it is' : `is ${JSON.stringify(value)}, not`;
    fields.error(path, `${found} a time with its zone, such as "2026-11-27T08:00:00Z"`);
  }
  return atMs;
}
