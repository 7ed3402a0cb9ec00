/** What every call may carry: a signal that reaches the engine, and a listener for progress. */
export interface CallOptions<Progress = never> {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/** The names of a service's methods, each of which takes one request and, where it can be followed, `CallOptions`. */
export type MethodOf<Service> = keyof Service & string;

export type RequestOf<Service, Method extends MethodOf<Service>> = Service[Method] extends (
  request: infer Request,
  ...rest: never[]
) => unknown
  ? Request
  : never;

export type ResultOf<Service, Method extends MethodOf<Service>> = Service[Method] extends (
  ...given: never[]
) => Promise<infer Result>
  ? Result
  : never;

/** What a method reports while it works; `never` for those that report nothing. */
export type ProgressOf<Service, Method extends MethodOf<Service>> = Service[Method] extends (
  request: never,
  options?: CallOptions<infer Progress>,
) => unknown
  ? Progress
  : never;

/**
 * Names every method of a service, so that both sides of a wire can go through them, and says what each does in words
 * that follow "while". A name that is missing does not compile.
 */
export type Doing<Service> = { readonly [Method in keyof Service]: string };

/** The names of the methods that a service's words are of. */
export function methodsOf<Service>(doing: Doing<Service>): readonly MethodOf<Service>[] {
  return Object.keys(doing) as MethodOf<Service>[];
}
