import * as v from "valibot";
import { TenantTrailError } from "../protocol/errors.ts";
import type { Answer } from "./answers/answer.ts";
import type { AssistantWorld } from "./assistant-world.ts";
import type { ToolName } from "./tool-names.ts";

/** Something that an assistant may ask for. Tools read: none of them writes anything. */
export interface AssistantTool {
  readonly name: ToolName;
  /** For a person, who sees it before and while it runs. */
  readonly title: string;
  /** For the model: what it answers, and when to use it. */
  readonly description: string;
  readonly input: InputSchema;
  /** @throws TenantTrailError `bad-argument` for an input that does not fit, and those of the work; CancelledError. */
  readonly run: (given: unknown, world: AssistantWorld, signal: AbortSignal) => Promise<Answer>;
}

/** An object of named inputs, each described for the model. */
export type InputSchema = v.StrictObjectSchema<v.ObjectEntries, undefined>;

/** Makes a tool whose input is checked before it works. */
export function assistantTool<Schema extends InputSchema>(
  told: Pick<AssistantTool, "name" | "title" | "description"> & {
    readonly input: Schema;
    readonly work: (input: v.InferOutput<Schema>, world: AssistantWorld, signal: AbortSignal) => Promise<Answer>;
  },
): AssistantTool {
  const { work, ...rest } = told;
  return { ...rest, run: (given, world, signal) => work(readInput(told.name, told.input, given), world, signal) };
}

/** Checks what a tool was given. @throws TenantTrailError `bad-argument`, naming the tool and what does not fit. */
export function readInput<Schema extends InputSchema>(
  tool: ToolName,
  schema: Schema,
  given: unknown,
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, given ?? {});
  if (result.success) return result.output;
  const [issue] = result.issues;
  const path = v.getDotPath(issue);
  throw new TenantTrailError("bad-argument", `${tool}: ${path === null ? "" : `${path}: `}${issue.message}`);
}
