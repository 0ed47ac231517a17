import { describe, expect, it } from 'vitest';

import { fromYaml, toYaml, toYamlStream } from '#core/manifest/plain-yaml.ts';

describe('plain YAML', () => {
  const shared = { cpu: '100m' };
  const value = {
    text: 'a long line '.repeat(20),
    list: [shared, shared],
    off: 'off',
    none: null,
    number: 1.5,
  };

  it('reads what it wrote, without anchors and folded lines', () => {
    expect(fromYaml(toYaml(value))).toEqual({ ok: true, value });
    expect(toYaml(value)).not.toMatch(/[&*]/);
    expect(toYamlStream([{ a: 1 }, { b: 2 }])).toBe('a: 1\n---\nb: 2\n');
  });

  it('says where it cannot read on', () => {
    expect(fromYaml('a: [1')).toMatchObject({ ok: false, error: expect.stringContaining('line 1') });
    expect(fromYaml('a: *nobody')).toMatchObject({ ok: false, error: expect.stringContaining('nobody') });
  });
});
