export declare function bundleBeside(entryPoint: string, name: string): Promise<string>;
