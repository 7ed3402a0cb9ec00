/** The environment variables by which the extension host under test finds the process outside. */
export const bridgeVariable = "TENANTTRAIL_TEST_BRIDGE";
export const grepVariable = "TENANTTRAIL_TEST_GREP";
/** Set when the window opens in restricted mode. */
export const restrictedVariable = "TENANTTRAIL_TEST_RESTRICTED";

/** What a test inside the editor can ask of the browser that shows it. Selectors are Playwright's, in any frame. */
export type WindowAction =
  | { readonly action: "screenshot"; readonly name: string }
  | { readonly action: "waitFor"; readonly selector: string; readonly gone: boolean }
  | { readonly action: "click"; readonly selector: string; readonly button: MouseButton; readonly times: 1 | 2 }
  | { readonly action: "texts"; readonly selector: string }
  | { readonly action: "evaluate"; readonly selector: string; readonly script: string; readonly argument: unknown }
  | { readonly action: "drag"; readonly from: string; readonly path: readonly DragStop[] }
  | { readonly action: "dropFiles"; readonly files: readonly string[]; readonly on: DragStop }
  | { readonly action: "press"; readonly keys: string }
  | { readonly action: "type"; readonly text: string };

/** Where the pointer rests: on the first element of a selector. */
export interface DragStop {
  readonly selector: string;
  /** The middle of the element by default; its lower edge is the empty part of a list. */
  readonly at?: "middle" | "lower edge";
}

export type MouseButton = "left" | "right";

/** One finished test. */
export interface TestReport {
  readonly title: string;
  readonly passed: boolean;
  readonly durationMs: number;
  /** The message and stack of a failure. */
  readonly failure?: string;
}

export type BridgeRequest =
  | WindowAction
  | { readonly action: "report"; readonly report: TestReport }
  /** Every test has been reported: an editor that ends without this word broke off. */
  | { readonly action: "end" };

export type BridgeReply = { readonly value: unknown } | { readonly failure: string };
