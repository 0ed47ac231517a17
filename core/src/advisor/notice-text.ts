import type { HistoryNotice } from '../forecast/index.ts';
import { formatDuration, formatNumber } from '../units/index.ts';
import { isoTime } from './report-basis.ts';

/** A notice about a history in words. */
export function noticeText(notice: HistoryNotice): string {
  switch (notice.kind) {
    case 'gaps':
      return `${notice.steps} steps have no sample (${formatNumber(100 * notice.share, 2)} %): bridged, never scored`;
    case 'unsorted':
      return 'samples were out of order: sorted';
    case 'duplicates':
      return `${notice.samples} samples share a timestamp with another: the last-given one counts`;
    case 'not-finite':
      return `${notice.samples} samples are no finite numbers: taken for gaps`;
    case 'changed-step':
      return `samples were ${formatDuration(notice.fromMs)} apart, later ${formatDuration(notice.toMs)}: the longer one is used`;
    case 'coarse-samples':
      return `samples are ${formatDuration(notice.stepMs)} apart: values between them lie on straight lines`;
    case 'counter':
      return `looks like a counter with ${notice.resets} restarts: forecast its rate`;
    case 'level-shift':
      return `a new level since ${isoTime(notice.atMs)} (× ${formatNumber(notice.factor, 2)}): errors measured before may not hold`;
    case 'stale':
      return `no sample for ${formatDuration(notice.forMs)}`;
  }
}
