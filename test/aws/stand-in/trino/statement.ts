/** A type as Trino's protocol writes it. */
export interface TrinoType {
  readonly rawType: string;
  readonly arguments: readonly { readonly kind: string; readonly value: unknown }[];
}

/** A column of an answer of Trino's. */
export interface TrinoColumn {
  readonly name: string;
  readonly type: string;
  readonly typeSignature: TrinoType;
}

/** Why a statement failed. */
export interface TrinoFailure {
  readonly message: string;
  readonly errorName: string;
  readonly errorType: string;
  readonly failureInfo?: TrinoCause;
}

/** What Java threw, and what had been thrown before it. */
export interface TrinoCause {
  readonly message?: string;
  readonly cause?: TrinoCause;
}

/** What Trino tells of a statement at once. Numbers are kept as their text. */
export interface TrinoPage {
  readonly columns?: readonly TrinoColumn[];
  readonly data?: readonly (readonly unknown[])[];
  readonly stats: { readonly state: string; readonly queued: boolean; readonly physicalInputBytes: string };
  readonly error?: TrinoFailure;
  readonly nextUri?: string;
}

/** Who asks, and what names without a catalog or schema mean. */
export interface TrinoSession {
  readonly user: string;
  readonly catalog?: string;
  readonly schema?: string;
}

/**
 * Runs a statement and gives its pages as they come. When the signal is aborted, the statement is cancelled in Trino.
 *
 * @throws {Error} the signal's reason, or when Trino does not answer.
 */
export async function* runStatement(
  address: string,
  sql: string,
  session: TrinoSession,
  signal?: AbortSignal,
): AsyncGenerator<TrinoPage> {
  const headers = {
    "X-Trino-User": session.user,
    "X-Trino-Time-Zone": "UTC",
    ...(session.catalog !== undefined && { "X-Trino-Catalog": session.catalog }),
    ...(session.schema !== undefined && { "X-Trino-Schema": session.schema }),
  };
  let page = await read(await fetch(`${address}/v1/statement`, { method: "POST", body: sql, headers }));
  try {
    yield page;
    while (page.nextUri !== undefined) {
      signal?.throwIfAborted();
      page = await read(await fetch(page.nextUri, signal === undefined ? {} : { signal }));
      yield page;
    }
  } finally {
    if (page.nextUri !== undefined) await fetch(page.nextUri, { method: "DELETE" });
  }
}

/** Runs a statement to its end. */
export async function runToEnd(address: string, sql: string, session: TrinoSession): Promise<TrinoFailure | undefined> {
  for await (const page of runStatement(address, sql, session)) if (page.error !== undefined) return page.error;
  return undefined;
}

async function read(answer: Response): Promise<TrinoPage> {
  const text = await answer.text();
  if (!answer.ok) throw new Error(`Trino answered ${answer.status}: ${text}`);
  return JSON.parse(text, keepNumbersAsText as (key: string, value: unknown) => unknown);
}

/** A BIGINT does not fit a number, and 1.0 would lose its zero. */
function keepNumbersAsText(_: string, value: unknown, { source }: { source: string }): unknown {
  return typeof value === "number" ? source : value;
}
