import { readdirSync, readFileSync } from 'node:fs';

import ts from 'typescript';

const folder = new URL('rules/', import.meta.url);

interface CaseCount {
  readonly bad: number;
  readonly good: number;
}

/** How many cases `testRule` is given for each rule id, read from the tests' source: a case that is never written cannot fail. */
export function casesByRule(): ReadonlyMap<string, CaseCount> {
  const counts = new Map<string, CaseCount>();
  for (const name of readdirSync(folder)) {
    const text = readFileSync(new URL(name, folder), 'utf8');
    const source = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true);
    ts.forEachChild(source, (node) => {
      if (!ts.isExpressionStatement(node) || !ts.isCallExpression(node.expression)) return;
      const [rule, cases] = node.expression.arguments;
      if (!rule || !cases || node.expression.expression.getText() !== 'testRule') return;
      const id = rule.getText().replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
      const before = counts.get(id) ?? { bad: 0, good: 0 };
      counts.set(id, {
        bad: before.bad + entriesOf(cases, 'bad'),
        good: before.good + entriesOf(cases, 'good'),
      });
    });
  }
  return counts;
}

/** Cases that are made by a call or spread from a list count as one each. */
function entriesOf(cases: ts.Expression, list: string): number {
  if (!ts.isObjectLiteralExpression(cases)) return 0;
  const property = cases.properties.find((candidate) => candidate.name?.getText() === list);
  if (!property || !ts.isPropertyAssignment(property)) return 0;
  return ts.isObjectLiteralExpression(property.initializer) ? property.initializer.properties.length : 1;
}
