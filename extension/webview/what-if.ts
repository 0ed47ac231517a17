import type { WhatIfSettings, WhatIfView } from '@kubectl-autoscale/core/language-server/protocol';

import type { PageMessage, PanelMessage } from '../src/shared/what-if-messages.ts';

/** What is kept while the panel is hidden: VS Code throws the page away and makes it anew. */
interface PageState {
  readonly settings?: WhatIfSettings;
  /** Folds that are open, by their `data-part`. */
  readonly open: readonly string[];
  readonly scrollTop: number;
}

interface Host {
  postMessage(message: PageMessage): void;
  getState(): PageState | undefined;
  setState(state: PageState): void;
}

declare function acquireVsCodeApi(): Host;

/** A slider on its way asks for nothing. */
const SETTLED_MS = 300;

const host = acquireVsCodeApi();
const title = byId('title');
const controls = byId('controls');
const results = byId('results');
const problem = byId('problem');
const note = byId('note');
const announcement = byId('announcement');
const progress = byId('progress');
const apply = button('apply');
const reset = button('reset');
const chooseData = button('choose-data');

const before = host.getState();
let settings = before?.settings;
let open = new Set(before?.open);
let restoreScrollTo = before?.scrollTop;
let written: WhatIfSettings | undefined;
let settling: number | undefined;

window.addEventListener('message', ({ data }: MessageEvent<PanelMessage>) => hear(data));
window.addEventListener('scroll', keep, { passive: true });
controls.addEventListener('input', ({ target }) => {
  if (target instanceof HTMLInputElement) take(target);
});
results.addEventListener('toggle', toggled, { capture: true });
apply.addEventListener('click', () => {
  if (settings) host.postMessage({ type: 'apply', settings });
});
reset.addEventListener('click', () => {
  if (!written) return;
  settings = written;
  fill();
  ask();
});
chooseData.addEventListener('click', () => host.postMessage({ type: 'chooseData' }));
host.postMessage({ type: 'ready' });

function hear(message: PanelMessage): void {
  switch (message.type) {
    case 'busy':
      if (message.isOther) forget();
      busy(true);
      break;
    case 'answer':
      busy(false);
      show(message.view);
      break;
    case 'problem':
      busy(false);
      tell(message.problem);
      chooseData.hidden = !message.canChooseData;
      break;
    case 'note':
      note.textContent = message.text;
  }
}

function show(view: WhatIfView): void {
  tell('');
  chooseData.hidden = true;
  title.textContent = view.title;
  const isFirst = written === undefined;
  if (!same(view.written, written)) {
    // Who has set nothing follows the manifest.
    if (!settings || same(settings, written)) settings = view.written;
    written = view.written;
    const focused = document.activeElement?.id;
    controls.innerHTML = view.controls;
    fill();
    if (focused) document.getElementById(focused)?.focus();
  }
  results.innerHTML = view.results;
  for (const fold of folds()) fold.open = open.has(fold.dataset.part ?? '');
  announcement.textContent = view.answer;
  if (isFirst && document.activeElement === document.body) controls.querySelector('input')?.focus();
  if (restoreScrollTo !== undefined) document.documentElement.scrollTop = restoreScrollTo;
  restoreScrollTo = undefined;
  keep();
}

/** Another HPA: nothing of the one before is kept. */
function forget(): void {
  settings = undefined;
  written = undefined;
  for (const part of [title, controls, results, note, announcement]) part.replaceChildren();
}

/** One of a pair was changed: the other follows. */
function take(input: HTMLInputElement): void {
  for (const twin of inputs()) {
    if (twin !== input && twin.dataset.setting === input.dataset.setting) twin.value = input.value;
  }
  settings = read();
  note.textContent = '';
  mark();
  keep();
  clearTimeout(settling);
  settling = setTimeout(ask, SETTLED_MS);
}

function ask(): void {
  clearTimeout(settling);
  mark();
  keep();
  if (settings) host.postMessage({ type: 'ask', settings });
}

/** What the number fields say; an empty one is a `NaN`, of which the engine says what is wrong. */
function read(): WhatIfSettings {
  const values = new Map(
    inputs()
      .filter(({ type }) => type === 'number')
      .map((input) => [input.dataset.setting ?? '', input.valueAsNumber]),
  );
  const value = (name: string): number => values.get(name) ?? Number.NaN;
  const targets = [...values]
    .filter(([name]) => name.startsWith('target:'))
    .map(([name, target]) => [name.slice('target:'.length), target] as const);
  return {
    minReplicas: value('min'),
    maxReplicas: value('max'),
    targets: { ...written?.targets, ...Object.fromEntries(targets) },
    horizonMinutes: value('horizon'),
  };
}

/** Writes what is set into the form. */
function fill(): void {
  const values = settings;
  if (!values) return;
  for (const input of inputs()) {
    const name = input.dataset.setting ?? '';
    const value = name.startsWith('target:')
      ? values.targets[name.slice('target:'.length)]
      : { min: values.minReplicas, max: values.maxReplicas, horizon: values.horizonMinutes }[name];
    if (value !== undefined) input.value = String(value);
  }
  mark();
}

/** Only what differs from the manifest can be written or taken back. */
function mark(): void {
  reset.disabled = !settings || same(settings, written);
  apply.disabled = !settings || same(hpaOf(settings), written && hpaOf(written));
}

/** What of the settings stands in a manifest. */
function hpaOf({
  minReplicas,
  maxReplicas,
  targets,
}: WhatIfSettings): Omit<WhatIfSettings, 'horizonMinutes'> {
  return { minReplicas, maxReplicas, targets };
}

function busy(is: boolean): void {
  progress.hidden = !is;
  results.setAttribute('aria-busy', String(is));
}

function tell(text: string): void {
  problem.textContent = text;
  problem.hidden = text === '';
}

function toggled({ target }: Event): void {
  if (!(target instanceof HTMLDetailsElement)) return;
  open = new Set(folds().flatMap((fold) => (fold.open ? [fold.dataset.part ?? ''] : [])));
  keep();
}

function keep(): void {
  const { scrollTop } = document.documentElement;
  host.setState({ ...(settings ? { settings } : {}), open: [...open], scrollTop });
}

function inputs(): HTMLInputElement[] {
  return [...controls.querySelectorAll<HTMLInputElement>('input[data-setting]')];
}

function folds(): HTMLDetailsElement[] {
  return [...results.querySelectorAll('details')];
}

function same(a: object | undefined, b: object | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no ${id}`);
  return found;
}

function button(id: string): HTMLButtonElement {
  const found = byId(id);
  if (!(found instanceof HTMLButtonElement)) throw new Error(`${id} is no button`);
  return found;
}
