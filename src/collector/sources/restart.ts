import { isRefusedFor, withRemedy } from "../microsoft/verdicts/refusal.ts";
import type { Page } from "./read-window.ts";

/**
 * Reads pages, and once more from the first when the server loses its place between two of them; the second time a
 * shorter window is needed. Records given twice are merged.
 * @throws CollectError.
 */
export async function* withRestart(read: () => AsyncGenerator<Page, void>): AsyncGenerator<Page, void> {
  try {
    yield* read();
    return;
  } catch (error) {
    if (!isRefusedFor(error, "page-token")) throw error;
  }
  try {
    yield* read();
  } catch (error) {
    throw isRefusedFor(error, "page-token") ? withRemedy(error, { kind: "halve" }) : error;
  }
}
