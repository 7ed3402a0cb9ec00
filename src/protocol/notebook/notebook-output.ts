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

/** A parameter as the form shows it. */
export interface FormParameter {
  readonly name: string;
  readonly type: string;
  /** As it is typed. */
  readonly text: string;
  /** What the header gives it, as it is typed. */
  readonly preset?: string;
  readonly description?: string;
  /** What is wrong with the text. */
  readonly problem?: string;
}

/** What the form of a header shows. */
export interface ParameterForm {
  readonly title?: string;
  readonly description?: string;
  readonly parameters: readonly FormParameter[];
  /** What is wrong with the header, each with its line in the cell, counted from 1. */
  readonly problems: readonly { readonly line: number; readonly text: string }[];
}

/** What the form asks of the extension. */
export interface FormRequests {
  readForm: { readonly params: null; readonly result: ParameterForm };
  /** Sets a parameter for the whole notebook; without a text it has the header's value again. */
  setParameter: {
    readonly params: { readonly name: string; readonly text?: string };
    readonly result: ParameterForm;
  };
}

/** What the form tells the extension. */
export interface FormNotifications {
  /** Runs every cell with the values. */
  runAll: null;
}

/** What the extension tells the form. */
export interface FormNews {
  /** The header, or a value, is another one now. */
  changed: ParameterForm;
}
