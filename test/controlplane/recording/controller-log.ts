/** A moment that the HPA controller logged. */
export interface LoggedMoment {
  /** `decided`: the metrics gave a count, and stabilization and limits come next. `rescaled`: the scale event is noted. */
  readonly type: 'decided' | 'rescaled';
  readonly atMilliseconds: number;
}

/** The flag that makes the HPA controller log these moments. */
export const hpaLogFlag = '--vmodule=horizontal=4';

// I1124 01:50:47.123456   12345 horizontal.go:907] "Proposing desired replicas" ... scaleTarget="Deployment/spike/web"
const line =
  /^I(?<month>\d\d)(?<day>\d\d) (?<time>[\d:.]+) .*"(?<message>Proposing desired replicas(?: from zero)?|Successfully rescaled)" .*(?:scaleTarget="Deployment\/|HPA=")(?<namespace>[^/"]+)\//;

/**
 * Reads the moments of one namespace from the log of kube-controller-manager, which has them in microseconds of UTC but
 * without a year.
 */
export function readLoggedMoments(log: string, namespace: string, year: number): readonly LoggedMoment[] {
  return log.split('\n').flatMap((text) => {
    const groups = line.exec(text)?.groups;
    if (groups?.namespace !== namespace) return [];
    const { month, day, time, message } = groups;
    const atMilliseconds = Date.parse(`${year}-${month}-${day}T${time?.slice(0, 12)}Z`);
    return [{ type: message === 'Successfully rescaled' ? 'rescaled' : 'decided', atMilliseconds }];
  });
}
