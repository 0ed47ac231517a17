/** A release line, which is all that version tables distinguish: `1.37`. */
export interface MinorVersion {
  readonly major: number;
  readonly minor: number;
}

/** Reads `1.37`, `v1.37.2`, `1.37.2-eks-1234`, `1.37+`; `undefined` for anything else. */
export function parseMinorVersion(text: string): MinorVersion | undefined {
  const match = /^v?(\d+)\.(\d+)(?:$|[.+-])/.exec(text.trim());
  if (!match) return undefined;
  return { major: Number(match[1]), minor: Number(match[2]) };
}

/** Negative where `a` is older than `b`, zero where both are one release line. */
export function compareMinorVersions(a: MinorVersion, b: MinorVersion): number {
  return a.major - b.major || a.minor - b.minor;
}

/** True where `version` is `least` (`'1.37'`) or newer. */
export function isAtLeast(version: MinorVersion, least: `${number}.${number}`): boolean {
  const [major, minor] = least.split('.').map(Number);
  return compareMinorVersions(version, { major: major ?? 0, minor: minor ?? 0 }) >= 0;
}

export function formatMinorVersion(version: MinorVersion): string {
  return `${version.major}.${version.minor}`;
}
