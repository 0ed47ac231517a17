/** What completion needs of oclif's manifest. */
export interface ManifestFlag {
  readonly name: string;
  readonly char?: string;
  readonly summary?: string;
  readonly description?: string;
  readonly hidden?: boolean;
  readonly type: 'boolean' | 'option';
  readonly options?: readonly string[];
  readonly helpValue?: string;
  readonly multiple?: boolean;
}

export interface ManifestArgument {
  readonly name: string;
  readonly options?: readonly string[];
}

export interface ManifestCommand {
  readonly summary?: string;
  readonly hidden?: boolean;
  readonly strict?: boolean;
  readonly flags: Readonly<Record<string, ManifestFlag>>;
  readonly args: Readonly<Record<string, ManifestArgument>>;
}

/** By oclif's ids: `analyze`, `cost:predict`. */
export type Commands = Readonly<Record<string, ManifestCommand>>;
