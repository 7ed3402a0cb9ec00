import * as v from "valibot";
import { TenantTrailError } from "../protocol/errors.ts";
import type { QueryRequest } from "../protocol/query.ts";
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
  /**
   * What it would ask an engine, for a person to agree to before; left out where no rows of logs go to a model.
   * @throws TenantTrailError `bad-argument` for an input that does not fit; CancelledError.
   */
  readonly query?: (given: unknown, world: AssistantWorld, signal: AbortSignal) => Promise<AskedQuery>;
  /** @throws TenantTrailError `bad-argument` for an input that does not fit, and those of the work; CancelledError. */
  readonly run: (given: unknown, world: AssistantWorld, signal: AbortSignal) => Promise<Answer>;
}

/** A question to an engine. */
export interface AskedQuery {
  readonly request: QueryRequest;
  /** The statement is TenantTrail's own, so that only its values tell what is asked. */
  readonly isOwnSql: boolean;
}

/** An object of named inputs, each described for the model. */
export type InputSchema = v.StrictObjectSchema<v.ObjectEntries, undefined>;

/** Makes a tool whose input is checked before it works. */
export function assistantTool<Schema extends InputSchema>(
  told: Pick<AssistantTool, "name" | "title" | "description"> & {
    readonly input: Schema;
    readonly query?: (input: v.InferOutput<Schema>, world: AssistantWorld, signal: AbortSignal) => Promise<AskedQuery>;
    readonly work: (input: v.InferOutput<Schema>, world: AssistantWorld, signal: AbortSignal) => Promise<Answer>;
  },
): AssistantTool {
  const { work, query, ...rest } = told;
  const read = (given: unknown): v.InferOutput<Schema> => readInput(told.name, told.input, given);
  return {
    ...rest,
    ...(query && { query: async (given, world, signal) => query(read(given), world, signal) }),
    run: async (given, world, signal) => work(read(given), world, signal),
  };
}

function readInput<Schema extends InputSchema>(tool: ToolName, schema: Schema, given: unknown): v.InferOutput<Schema> {
  const result = v.safeParse(schema, given ?? {});
  if (result.success) return result.output;
  const [issue] = result.issues;
  const path = v.getDotPath(issue);
  throw new TenantTrailError("bad-argument", `${tool}: ${path === null ? "" : `${path}: `}${issue.message}`);
}
