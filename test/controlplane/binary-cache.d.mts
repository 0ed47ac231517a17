export interface Program {
  readonly name: string;
  readonly module: string;
  readonly package: string;
}
export declare const goModulesDirectory: string;
export declare const programs: readonly Program[];
export declare function pinnedKubernetesVersion(): string;
export declare function requiredVersion(moduleDirectory: string, modulePath: string): string;
export declare function cacheDirectory(kubernetesVersion: string, environment?: NodeJS.ProcessEnv): string;
export declare function stampFile(directory: string, name: string): string;
