import { eventTimeMs, type ScopedEvent } from '../../forecast/known-event.ts';
import { type ConfigReader, describe } from './config-reader.ts';

const KEYS = ['name', 'from', 'to', 'floor', 'factor', 'namespace', 'object'] as const;

/**
 * Reads `events:`, what is known of the future that the past does not show: from, to, and floor or factor, of whose demand. A factor below 1 is
 * an error: events only ever raise a forecast.
 */
export function readEvents(reader: ConfigReader, value: unknown): readonly ScopedEvent[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) {
    reader.problem('events', `must be a list, not ${describe(value)}`);
    return [];
  }
  return value.flatMap((entry: unknown, index) => {
    const event = readEvent(reader, entry, `events[${index}]`);
    return event === undefined ? [] : [event];
  });
}

function readEvent(reader: ConfigReader, value: unknown, path: string): ScopedEvent | undefined {
  const event = reader.mapping(value, path, KEYS);
  if (event === undefined) {
    if (value === null) reader.problem(path, 'is empty; an event has from, to, and floor or factor');
    return undefined;
  }
  const fromMs = readTime(reader, event.from, `${path}.from`);
  const toMs = readTime(reader, event.to, `${path}.to`);
  const floor = event.floor === undefined ? undefined : reader.number(event.floor, `${path}.floor`, 0);
  const factor = event.factor === undefined ? undefined : reader.number(event.factor, `${path}.factor`, 1);
  if (event.floor === undefined && event.factor === undefined) {
    reader.problem(path, 'needs floor (a value of the metric) or factor (a multiple, at least 1)');
  }
  if (fromMs === undefined || toMs === undefined) return undefined;
  if (toMs <= fromMs) reader.problem(`${path}.to`, 'must be later than from');
  const name = reader.text(event.name, `${path}.name`);
  const namespace = reader.text(event.namespace, `${path}.namespace`);
  const object = reader.text(event.object, `${path}.object`);
  return {
    ...(name === undefined ? {} : { name }),
    fromMs,
    toMs,
    ...(floor === undefined ? {} : { floor }),
    ...(factor === undefined ? {} : { factor }),
    ...(namespace === undefined ? {} : { namespace }),
    ...(object === undefined ? {} : { object }),
  };
}

function readTime(reader: ConfigReader, value: unknown, path: string): number | undefined {
  const atMs = eventTimeMs(value);
  if (atMs !== undefined) return atMs;
  const found = value === undefined ? 'is missing; it is' : `is ${describe(value)}, not`;
  reader.problem(path, `${found} a time with its zone, such as "2026-11-27T08:00:00Z"`);
  return undefined;
}
