import { describe, expect, it } from 'vitest';

import { readLintConfig } from '#core/lint/index.ts';

describe('events in the configuration', () => {
  it('are read with their zone', () => {
    const config = readLintConfig(
      'events:\n  - name: sale\n    from: 2026-11-27T08:00:00Z\n    to: "2026-11-27T20:00:00+01:00"\n    floor: 800\n    factor: 2.5\n    namespace: shop\n    object: Deployment/chat\n',
    );
    expect(config.ok && config.value.events).toEqual([
      {
        name: 'sale',
        fromMs: Date.UTC(2026, 10, 27, 8),
        toMs: Date.UTC(2026, 10, 27, 19),
        floor: 800,
        factor: 2.5,
        namespace: 'shop',
        object: 'Deployment/chat',
      },
    ]);
    expect(readLintConfig('').ok).toBe(true);
  });

  it.each([
    ['events: soon', '1:1 events must be a list, not "soon"'],
    [
      'events:\n  - from: tomorrow\n    to: 2026-11-27T20:00:00Z\n    floor: 1',
      '2:5 events[0].from is "tomorrow"',
    ],
    ['events:\n  - from: 2026-11-27T20:00:00Z\n    floor: 1', '2:5 events[0].to is missing'],
    [
      'events:\n  - from: 2026-11-27T20:00:00Z\n    to: 2026-11-27T08:00:00Z\n    floor: 1',
      '3:5 events[0].to must be later than from',
    ],
    [
      'events:\n  - from: 2026-11-27T08:00:00Z\n    to: 2026-11-27T20:00:00Z\n    factor: 0.5',
      '4:5 events[0].factor must be a number of at least 1',
    ],
    ['events:\n  - from: 2026-11-27T08:00:00Z\n    to: 2026-11-27T20:00:00Z', '2:5 events[0] needs floor'],
    [
      'events:\n  - from: 2026-11-27T08:00:00Z\n    to: 2026-11-27T20:00:00Z\n    flor: 5',
      '4:5 events[0].flor is not known; did you mean floor?',
    ],
  ])('%j is refused with its place', (text, start) => {
    const config = readLintConfig(text);
    if (config.ok) throw new Error('expected a refusal');
    const problems = config.error.map(
      ({ path, message, position: { line, column } }) => `${line}:${column} ${path} ${message}`,
    );
    expect(problems.join('\n')).toContain(start);
  });
});
