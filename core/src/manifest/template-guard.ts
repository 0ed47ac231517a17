import { Lexer } from 'yaml';

/** The delimiters of Helm and Go templates, Jinja and ERB. */
const delimiter = /\{\{|\{%|<%/;

/** Objects and functions that exist in Helm charts only. */
const helmExpression =
  /\{\{-?\s*(?:\.(?:Values|Release|Chart|Capabilities|Files|Template)\b|include\s+"|tpl\s+)/;

/** Prometheus' template variables, which its alerting rules carry as plain text. */
const prometheusVariable = /\{\{[^}]*\$(?:labels|value|values|externalLabels|externalURL)\b/;

/** ytt writes its code in comments: `#@ if data.values.x:`, `#@data/values`. */
const yttComment = /^#@\s*\S/;

const scalarFollows = '\x1f';

/**
 * True where the text is a template that has to be rendered before it is YAML. What counts is where the delimiter
 * stands: as structure (`{{- if … }}`) or in an unquoted value it makes a template; in a quoted string it does so only
 * where it names Helm's own objects; in a block scalar or a comment it is somebody else's text, such as a dashboard.
 */
export function looksLikeTemplate(text: string): boolean {
  if (!delimiter.test(text) && !text.includes('#@')) return false;
  const guard = new TokenGuard();
  for (const token of new Lexer().lex(text)) {
    if (guard.isTemplate(token)) return true;
  }
  return false;
}

/** True where a line holds a template's delimiter, whatever it stands in. */
export function marksTemplate(line: string): boolean {
  return delimiter.test(line);
}

/** Reads the lexer's tokens in order; a scalar's text is announced by a token of its own. */
class TokenGuard {
  #beforePrevious = '';
  #previous = '';
  #blockScalarAhead = false;

  isTemplate(token: string): boolean {
    const verdict =
      this.#previous === scalarFollows ? this.#isTemplateScalar(token) : this.#isTemplateMark(token);
    this.#beforePrevious = this.#previous;
    this.#previous = token;
    return verdict;
  }

  #isTemplateMark(token: string): boolean {
    if (token === '{') return this.#previous === '{';
    if (token.startsWith('#')) return yttComment.test(token);
    if (token.startsWith('"') || token.startsWith("'")) return helmExpression.test(token);
    if (token.startsWith('|') || token.startsWith('>')) this.#blockScalarAhead = true;
    return false;
  }

  #isTemplateScalar(token: string): boolean {
    const isBlockScalar = this.#blockScalarAhead;
    this.#blockScalarAhead = false;
    if (isBlockScalar) return false;
    if (token.startsWith('%')) return this.#beforePrevious === '{';
    return delimiter.test(token) && !prometheusVariable.test(token);
  }
}
