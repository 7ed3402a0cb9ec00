import type { Cell } from "../query.ts";
import type { ResultState } from "../result-page.ts";

/** The type of an output that shows how a statement of a cell ended. */
export const resultMime = "application/vnd.tenanttrail.result+json";

/** The type of the output of a header's cell: the form for its parameters. */
export const formMime = "application/vnd.tenanttrail.parameters+json";

/** What an output says of itself, so that it can be read when the rows are held no longer. */
export interface ShownRun {
  readonly version: 1;
  /** Names the run that the output is of. */
  readonly runId: string;
  readonly state: ResultState;
  /** The first rows of a result. */
  readonly head?: readonly (readonly Cell[])[];
}

/** What passes between a renderer and the extension: JSON-RPC, in a channel for each shown output. */
export interface ChannelMessage {
  /** `<what>/<random>`: the run or the form that is shown, and which of its drawings asks. */
  readonly channel: string;
  /** Left out when the output is no longer drawn. */
  readonly message?: unknown;
}

/** What a shown run asks beside what every result view asks. */
export interface ShownRunRequests {
  /** Whether the rows are still held. */
  isHeld: { readonly params: { readonly runId: string }; readonly result: boolean };
}
