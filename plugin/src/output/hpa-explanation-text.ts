import type { ExplainedDirection, HpaExplanation, HpaReplay } from '@kubectl-autoscale/core/advisor';
import { formatClock, formatSpan, shortSource } from '@kubectl-autoscale/core/units';

import type { TerminalStyle } from './terminal-style.ts';
import { textTable } from './text-table.ts';

const LABEL_WIDTH = 17;

/**
 * An explanation for people: the answer, its steps, what would change it, what the controller says, where to look next. `source` are the arguments by
 * which a suggested command reads from the same place.
 */
export function hpaExplanationText(
  explanation: HpaExplanation,
  style: TerminalStyle,
  source: string,
): string {
  const blocks = [
    headline(explanation, style),
    metricLines(explanation, style),
    stepLines(explanation),
    outlookLines(explanation, style),
    explanation.replay === undefined ? '' : replayLines(explanation.replay, style),
    controllerLines(explanation, style),
    explanation.notes.map((note) => style.palette.yellow(`note  ${note}`)).join('\n'),
    nextLine(explanation, source),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function headline(
  { hpa, at, generatedAt, answer }: HpaExplanation,
  { palette, timeZone }: TerminalStyle,
): string {
  const { namespace, name, minReplicas, maxReplicas, target } = hpa;
  const when =
    at === generatedAt ? '' : ` · at ${momentText(at, generatedAt, timeZone)} ${zoneName(at, timeZone)}`;
  return [
    `${palette.bold(`${namespace}/${name}`)}   HPA ${minReplicas}–${maxReplicas} of ${target.kind} ${target.name}${when}`,
    palette.bold(answer),
  ].join('\n');
}

/** With the day where it is not that of the report. */
function momentText(iso: string, todayIso: string, timeZone: string): string {
  const day = (time: string): string =>
    new Intl.DateTimeFormat('en-CA', { dateStyle: 'short', timeZone }).format(new Date(time));
  const clock = formatClock(iso, timeZone);
  return day(iso) === day(todayIso) ? clock : `${day(iso)} ${clock}`;
}

/** As people call the zone at that moment: `UTC`, `GMT+2`. */
function zoneName(iso: string, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'short' }).formatToParts(
    new Date(iso),
  );
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? timeZone;
}

function metricLines({ metrics }: HpaExplanation, { palette }: TerminalStyle): string {
  const rows = metrics.map(({ metric, value, target, proposal, decides, error, basis }, index) => [
    label(index === 0 ? 'metrics' : ''),
    metric,
    error === undefined ? `${value ?? '?'} of ${target ?? '?'}` : palette.red(error),
    proposal === undefined ? '' : `asks for ${proposal}${decides && metrics.length > 1 ? ', the most' : ''}`,
    error === undefined ? shortSource(basis.source) : '',
  ]);
  return textTable(rows);
}

function stepLines({ steps }: HpaExplanation): string {
  const rows = steps.map(({ text }, index) => [label(index === 0 ? 'why' : ''), `${index + 1}`, text]);
  return textTable(rows);
}

function outlookLines({ outlook, generatedAt }: HpaExplanation, style: TerminalStyle): string {
  const { up, down } = outlook;
  const rows =
    up.text === down.text
      ? directionRows('would scale', up, generatedAt, style)
      : [
          ...directionRows('would scale up', up, generatedAt, style),
          ...directionRows('would scale down', down, generatedAt, style),
        ];
  return textTable(rows);
}

function directionRows(
  title: string,
  { text, blockers, thresholds }: ExplainedDirection,
  generatedAt: string,
  { palette, timeZone }: TerminalStyle,
): string[][] {
  // What holds back a scaling that nobody asks for only says when it could be at the earliest.
  const wanted = thresholds.length > 0 && thresholds.every(({ reached }) => reached);
  const held = blockers
    .filter((blocker) => !text.includes(blocker.text))
    .map(({ text: why, until }) => {
      if (until === undefined) return [label(''), why];
      const clock = momentText(until, generatedAt, timeZone);
      const line = `${wanted ? 'held until' : 'not before'} ${clock} · ${lowerFirst(why)}`;
      return [label(''), wanted ? palette.yellow(line) : line];
    });
  return [[label(title), text], ...held];
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function replayLines(replay: HpaReplay, { timeZone }: TerminalStyle): string {
  const { stretches, decisions, followed, stepSeconds, changeSeconds = 0, from, to } = replay;
  const clock = (iso: string): string => formatClock(iso, timeZone);
  const rows = stretches.map(({ from: begin, to: end, replicas, metricReplicas, desiredReplicas, text }) => [
    begin === end ? clock(begin) : `${clock(begin)}–${clock(end)}`,
    String(replicas),
    metricReplicas === undefined ? '–' : String(metricReplicas),
    String(desiredReplicas),
    text,
  ]);
  const span = formatSpan((Date.parse(to) - Date.parse(from)) / 1000);
  const soon = formatSpan(Math.max(60, stepSeconds));
  const summary = `${decisions} decisions in ${span}, one every ${stepSeconds} s; in ${followed} of them the replicas asked for were running within ${soon}`;
  const unseen =
    changeSeconds > stepSeconds
      ? [
          `the values behind them change every ${formatSpan(changeSeconds)} at most: what the controller saw in between is not known`,
        ]
      : [];
  return [
    textTable([[`TIME (${zoneName(to, timeZone)})`, 'RAN', 'ASKED', 'DECIDED', 'WHY'], ...rows]),
    summary,
    ...unseen,
  ].join('\n');
}

function controllerLines(
  { controller, at, generatedAt }: HpaExplanation,
  { timeZone }: TerminalStyle,
): string {
  if (controller === undefined) return '';
  const { desiredReplicas, lastScaleTime, conditions } = controller;
  const parts = [
    desiredReplicas === undefined ? [] : [`desired ${desiredReplicas}`],
    conditions.map(({ type, status, reason }) => `${type}=${status} ${reason}`),
    lastScaleTime === undefined ? [] : [`last scaled ${momentText(lastScaleTime, generatedAt, timeZone)}`],
  ].flat();
  if (parts.length === 0 || at !== generatedAt) return '';
  return textTable([[label('controller says'), parts.join(' · ')]]);
}

function nextLine({ hpa, replay, at, generatedAt }: HpaExplanation, source: string): string {
  const command = `kubectl autoscaler explain hpa ${hpa.name} -n ${hpa.namespace}${source}`;
  if (replay !== undefined) return '';
  const moment = at === generatedAt ? '' : ` --at ${at}`;
  return textTable([[label('what led to it'), `${command}${moment} --since 1h`]]);
}

function label(text: string): string {
  return text.padEnd(LABEL_WIDTH);
}
