import { CancelledError, TenantTrailError } from "../protocol/errors.ts";
import { type Answer, answerText } from "./answers/answer.ts";
import type { AssistantTool } from "./assistant-tool.ts";
import type { AssistantWorld } from "./assistant-world.ts";

/** What came of a call, for its reader's length: a failure is told to the model as an answer is. */
export interface CalledTool {
  readonly failed: boolean;
  /** The answer in about so many UTF-16 units at most. */
  readonly text: (most: number) => string;
}

/**
 * Calls a tool. A failure that a person or a model can act on is an answer too; its message may quote a log.
 * @throws CancelledError; any error that is not a TenantTrailError.
 */
export async function callTool(
  tool: AssistantTool,
  given: unknown,
  world: AssistantWorld,
  signal: AbortSignal,
): Promise<CalledTool> {
  if (signal.aborted) throw new CancelledError();
  try {
    return called(false, await tool.run(given, world, signal));
  } catch (error) {
    if (signal.aborted) throw new CancelledError();
    if (!(error instanceof TenantTrailError)) throw error;
    return called(true, failureAnswer(error));
  }
}

function called(failed: boolean, answer: Answer): CalledTool {
  return { failed, text: (most) => answerText(answer, most, crypto.randomUUID()) };
}

function failureAnswer({ code, message, place }: TenantTrailError): Answer {
  const where = place === undefined ? {} : { line: place.line, column: place.column };
  return {
    said: [`The tool failed with ${code} and nothing was answered. Why stands below.`],
    parts: [{ noun: "message", origin: "lake", values: [{ message, ...where }] }],
  };
}
