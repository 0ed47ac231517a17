import { readFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';

import { transform } from 'esbuild';
import ts from 'typescript';

/** What is read as code of ours or of a parser that we hand foreign text to. */
const instrumented =
  /\/core\/src\/|\/node_modules\/(yaml|vscode-jsonrpc|vscode-languageserver(-textdocument|-protocol)?)\//;

/**
 * An esbuild plugin that counts branches: `branchCounts[n]++` at the start of each function, branch, loop body, case, catch, and
 * right side of `&&`, `||` and `??`. `map` then holds how many branches each file has, from which number on; `words` the short texts
 * of the code, which are the words of the languages that it reads.
 */
export function branchCounting(root) {
  const files = [];
  const words = new Set();
  let next = 0;
  return {
    files,
    words,
    branches: () => next,
    plugin: {
      name: 'branch-counting',
      setup({ onLoad }) {
        onLoad({ filter: /\.(ts|js|mjs|cjs)$/ }, async ({ path }) => {
          if (!instrumented.test(path)) return undefined;
          const source = readFileSync(path, 'utf8');
          const { code } = await transform(source, {
            loader: path.endsWith('.ts') ? 'ts' : 'js',
            target: 'es2022',
          });
          const first = next;
          const contents = count(code, () => next++, words);
          files.push({ path: relative(root, path), first, branches: next - first });
          return { contents, loader: 'js', resolveDir: dirname(path) };
        });
      },
    },
  };
}

function count(code, number, words) {
  const { factory } = ts;
  const counter = () =>
    factory.createPostfixIncrement(
      factory.createElementAccessExpression(
        factory.createPropertyAccessExpression(factory.createIdentifier('globalThis'), 'branchCounts'),
        number(),
      ),
    );
  const counted = (expression) =>
    factory.createParenthesizedExpression(factory.createComma(counter(), expression));
  const asStatement = () => factory.createExpressionStatement(counter());
  const asBlock = (statement) =>
    ts.isBlock(statement) ? withFirst(statement) : factory.createBlock([asStatement(), statement], true);
  const withFirst = (block) => {
    const directives = block.statements.findIndex(
      (statement) => !(ts.isExpressionStatement(statement) && ts.isStringLiteral(statement.expression)),
    );
    const at = directives < 0 ? block.statements.length : directives;
    return factory.updateBlock(block, [
      ...block.statements.slice(0, at),
      asStatement(),
      ...block.statements.slice(at),
    ]);
  };
  const logical = new Set([
    ts.SyntaxKind.AmpersandAmpersandToken,
    ts.SyntaxKind.BarBarToken,
    ts.SyntaxKind.QuestionQuestionToken,
  ]);

  const transformer = (context) => (file) => {
    const visit = (node) => change(ts.visitEachChild(node, visit, context));
    const change = (node) => {
      if (ts.isStringLiteralLike(node) && node.text.length > 1 && node.text.length <= 40)
        words.add(node.text);
      if (ts.isFunctionDeclaration(node) && node.body) return replaceBody(node, withFirst(node.body));
      if (ts.isFunctionExpression(node)) return replaceBody(node, withFirst(node.body));
      if (ts.isMethodDeclaration(node) && node.body) return replaceBody(node, withFirst(node.body));
      if (ts.isArrowFunction(node)) {
        return replaceBody(node, ts.isBlock(node.body) ? withFirst(node.body) : counted(node.body));
      }
      if (ts.isIfStatement(node)) {
        return factory.updateIfStatement(
          node,
          node.expression,
          asBlock(node.thenStatement),
          node.elseStatement ? asBlock(node.elseStatement) : factory.createBlock([asStatement()]),
        );
      }
      if (ts.isConditionalExpression(node)) {
        return factory.updateConditionalExpression(
          ...[
            node,
            node.condition,
            node.questionToken,
            counted(node.whenTrue),
            node.colonToken,
            counted(node.whenFalse),
          ],
        );
      }
      if (ts.isBinaryExpression(node) && logical.has(node.operatorToken.kind)) {
        return factory.updateBinaryExpression(node, node.left, node.operatorToken, counted(node.right));
      }
      if (ts.isCaseClause(node)) {
        return factory.updateCaseClause(node, node.expression, [asStatement(), ...node.statements]);
      }
      if (ts.isCatchClause(node)) {
        return factory.updateCatchClause(node, node.variableDeclaration, withFirst(node.block));
      }
      if (ts.isForOfStatement(node)) {
        return factory.updateForOfStatement(
          ...[node, node.awaitModifier, node.initializer, node.expression, asBlock(node.statement)],
        );
      }
      if (ts.isForStatement(node)) {
        return factory.updateForStatement(
          ...[node, node.initializer, node.condition, node.incrementor, asBlock(node.statement)],
        );
      }
      if (ts.isWhileStatement(node)) {
        return factory.updateWhileStatement(node, node.expression, asBlock(node.statement));
      }
      return node;
    };
    return ts.visitNode(file, visit);
  };
  const functionParts = (node, body) => {
    const { modifiers, asteriskToken, name, parameters } = node;
    return [node, modifiers, asteriskToken, name, undefined, parameters, undefined, body];
  };
  const replaceBody = (node, body) => {
    switch (node.kind) {
      case ts.SyntaxKind.FunctionDeclaration:
        return factory.updateFunctionDeclaration(...functionParts(node, body));
      case ts.SyntaxKind.FunctionExpression:
        return factory.updateFunctionExpression(...functionParts(node, body));
      case ts.SyntaxKind.MethodDeclaration:
        return factory.updateMethodDeclaration(
          ...[
            node,
            node.modifiers,
            node.asteriskToken,
            node.name,
            undefined,
            undefined,
            node.parameters,
            undefined,
            body,
          ],
        );
      default:
        return factory.updateArrowFunction(
          ...[node, node.modifiers, undefined, node.parameters, undefined, node.equalsGreaterThanToken, body],
        );
    }
  };

  const parsed = ts.createSourceFile('file.js', code, ts.ScriptTarget.ES2022, true, ts.ScriptKind.JS);
  const { transformed } = ts.transform(parsed, [transformer]);
  return ts.createPrinter().printFile(transformed[0]);
}
