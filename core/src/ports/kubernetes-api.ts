import type { SourceCallOptions } from './metrics-source.ts';

export interface KubernetesCallOptions extends SourceCallOptions {
  /** A media type in place of `application/json`: `…;as=PartialObjectMetadataList;…`. */
  readonly accept?: string;
}

/** An API server by path, in JSON. Throws {@link SourceError} for any status but 2xx. */
export interface KubernetesApi {
  /** For people: `context prod-eu`. */
  readonly description: string;
  get(path: string, options?: KubernetesCallOptions): Promise<unknown>;
  create(path: string, object: object, options?: SourceCallOptions): Promise<unknown>;
}
