export declare function bundleBeside(
  entryPoint: string,
  name: string,
  options?: { readonly externalPackages?: boolean },
): Promise<string>;
