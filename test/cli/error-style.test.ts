import { describe, expect, it } from 'vitest';

import { runPlugin } from './run-plugin.ts';

// Each ends as README's table of exit codes has it.
describe('an error', () => {
  it.each([
    ['a word that is like no command', ['zzzzzz'], 2, 'kubectl-autoscale --help'],
    ['a mistyped flag', ['analyze', '--namspace', 'prod'], 2, 'did you mean --namespace?'],
    ['a flag that is like none', ['doctor', '--zzzzzz'], 2, '--help'],
    ['a value that is none of a choice', ['analyze', '-o', 'xml'], 2, 'to be one of: table, wide'],
    ['flags that exclude each other', ['analyze', '-A', '-n', 'prod'], 2, '--help'],
    ['an argument too few', ['explain', 'hpa'], 2, 'name  Name of the HPA'],
    ['an argument too many', ['doctor', 'nonsense'], 2, 'kubectl-autoscale doctor --help'],
    ['a mistyped rule', ['explain', 'hpa-no-metric'], 2, 'id you mean hpa-no-metrics?'],
    ['a source that is not there', ['analyze', '--recording', 'none'], 3, 'none'],
  ])(
    'of %s begins with "error:" and says what to do next, without a page of help',
    (_what, args, code, next) => {
      const run = runPlugin(args);
      expect(run).toMatchObject({ code, stdout: '' });
      expect(run.stderr).toMatch(/^error: \S/);
      expect(run.stderr).toContain(next);
      expect(run.stderr).not.toMatch(/›|Error:|USAGE|\n {4}at /);
      expect(run.stderr.split('\n').length).toBeLessThan(8);
    },
  );
});
