import type { SimulatedDecision } from '@kubectl-autoscale/core/simulator';
import { formatNumber } from '@kubectl-autoscale/core/units';

import { htmlList, text } from './html-page.ts';

/** So many marks still can be told apart; what is beyond stands in the JSON. */
const MOST_MARKS = 300;

export const DECISIONS_STYLE = `
.decisions{border:0;margin:0 0 1rem;padding:0;max-width:66rem}.decisions legend{padding:0;font-size:.9rem;opacity:.8}
.strip{position:relative;height:1.6rem;min-height:7.5rem}.strip::before{content:"";position:absolute;left:0;right:0;top:.8rem;border-top:1px solid var(--line)}
.strip input{appearance:none;position:absolute;top:0;width:.5rem;height:1.6rem;margin:0 0 0 -.25rem;cursor:pointer;background:none}
.strip input::before{content:"";position:absolute;left:.1rem;width:.3rem;top:.1rem;height:.7rem;background:var(--chart-forecast);border-radius:1px}
.strip input.down::before{top:.8rem;background:var(--chart-history)}
.strip input:hover::before,.strip input:checked::before{left:0;width:.5rem}.strip input:focus-visible{outline:2px solid currentColor;outline-offset:1px}
.strip .why{display:none;position:absolute;top:1.9rem;left:0;right:0;margin:0;padding:.5rem .8rem;font-size:.9rem;border:1px solid var(--line);border-radius:6px;background:light-dark(#fff,#242424)}
.strip input:checked+.why{display:block;z-index:1}.strip input:hover+.why{display:block;z-index:2;box-shadow:0 2px 8px #0004}
.strip .why ul{margin:.2rem 0 0}@media(max-width:40rem){.strip{min-height:13rem}}`;

/**
 * A strip of marks under a chart, one for each decision that changed a count, which says why when it is pointed at or chosen. A group of radio buttons: one
 * stop of the Tab key, and the arrow keys go from decision to decision, without a script.
 */
export function decisionStrip(
  decisions: readonly SimulatedDecision[],
  span: { readonly startMs: number; readonly endMs: number; readonly left: number; readonly right: number },
  id: string,
): string {
  if (decisions.length === 0) return '';
  const shown = decisions.slice(0, MOST_MARKS);
  const duration = Math.max(1, span.endMs - span.startMs);
  const marks = shown.map((decision, i) => {
    const share = Math.min(1, Math.max(0, (Date.parse(decision.at) - span.startMs) / duration));
    const left = (100 * (span.left + share * (span.right - span.left))).toFixed(2);
    const head = headOf(decision);
    const direction = decision.to > decision.from ? 'up' : 'down';
    return (
      `<input type="radio" name="${id}" class="${direction}" style="left:${left}%" aria-label="${text(head)}" aria-describedby="${id}-${i}">` +
      `<div class="why" id="${id}-${i}"><b>${text(head)}</b>${htmlList(decision.reasons)}</div>`
    );
  });
  const rest = decisions.length > shown.length ? ` The first ${shown.length} are shown.` : '';
  const count = `${formatNumber(decisions.length, 6)} ${decisions.length === 1 ? 'decision' : 'decisions'}`;
  return `<fieldset class="decisions"><legend>${count}: point at one, or go through them with the arrow keys.${rest}</legend><div class="strip">${marks.join('')}</div></fieldset>`;
}

/** `12:03:15 hpa web: 4 → 6`. */
function headOf({ at, controller, subject, from, to }: SimulatedDecision): string {
  return `${at.slice(0, 10)} ${at.slice(11, 19)} ${controller} ${subject}: ${from} → ${to}`;
}
