import type { LanguageModelToolTokenizationOptions, PreparedToolInvocation } from "vscode";
import { type CancellationToken, Disposable, LanguageModelTextPart, LanguageModelToolResult, lm } from "vscode";
import type { AssistantTool } from "../../assistant/assistant-tool.ts";
import type { AssistantWorld } from "../../assistant/assistant-world.ts";
import { type CalledTool, callTool } from "../../assistant/call-tool.ts";
import { type ToolName, toolNames } from "../../assistant/tool-names.ts";
import { t } from "../../base/translated.ts";
import type { LakeService } from "../../protocol/service/lake-service.ts";
import { signalOf } from "../platform/cancellation.ts";
import { requireTrust } from "../platform/trust.ts";
import { toolConfirmation } from "../shown/tool-confirmation.ts";
import type { AgreedLakes } from "./agreed-lakes.ts";
import { queryConfirmation } from "./query-confirmation.ts";

/** Tools of all extensions have one list of names in VS Code. */
const prefix = "tenanttrail_";
/** UTF-16 units that one answer has at most: about 10,000 tokens. */
const longestAnswer = 40_000;
/** An answer that has too many tokens is halved so many times. */
const mostHalves = 6;

/** The tools that assistants in VS Code may use. What they know is loaded with the first call. */
export function registerAssistantTools(
  world: AssistantWorld,
  estimateScan: LakeService["estimateScan"],
  agreed: AgreedLakes,
  record: (error: unknown) => void,
): Disposable {
  const offered = toolNames.map((name) =>
    lm.registerTool<unknown>(`${prefix}${name}`, {
      prepareInvocation: ({ input }, token) => prepare(name, input, token),
      invoke: async ({ input, tokenizationOptions }, token) => {
        requireTrust(t("Asking TenantTrail by an assistant"));
        const called = await callTool(agreedTool(await toolOf(name), agreed), input, world, signalOf(token));
        const text = await fitting(called, tokenizationOptions, token);
        // What an error says is what the model reads of it.
        if (called.failed) throw new Error(text);
        return new LanguageModelToolResult([new LanguageModelTextPart(text)]);
      },
    }),
  );
  return Disposable.from(...offered);

  /** What sends rows of the logs to a model is asked about. */
  async function prepare(name: ToolName, input: unknown, token: CancellationToken): Promise<PreparedToolInvocation> {
    const { query } = await toolOf(name);
    if (query === undefined) return {};
    requireTrust(t("Asking TenantTrail by an assistant"));
    const signal = signalOf(token);
    const label = await agreed.show(questionOf(name, input));
    const asked = await query(input, world, signal);
    const estimate =
      asked.request.engine === "athena"
        ? await estimateScan(asked.request, { signal }).catch((error: unknown) => void record(error))
        : undefined;
    return { confirmationMessages: toolConfirmation(queryConfirmation(asked, label, estimate)) };
  }
}

/** A tool whose rows go to a model works on the lake that a person agreed to. */
function agreedTool(tool: AssistantTool, agreed: AgreedLakes): AssistantTool {
  if (tool.query === undefined) return tool;
  return {
    ...tool,
    run: (given, world, signal) => agreed.run(questionOf(tool.name, given), () => tool.run(given, world, signal)),
  };
}

function questionOf(tool: ToolName, input: unknown): string {
  return JSON.stringify([tool, input]);
}

async function toolOf(name: ToolName): Promise<AssistantTool> {
  const { assistantTools } = await import("../../assistant/assistant-tools.ts");
  const tool = assistantTools.find((each) => each.name === name);
  if (tool === undefined) throw new RangeError(`no tool ${name}`);
  return tool;
}

/** An answer within the tokens that the caller takes, as far as halving it brings that about. */
async function fitting(
  called: CalledTool,
  options: LanguageModelToolTokenizationOptions | undefined,
  token: CancellationToken,
): Promise<string> {
  let most = longestAnswer;
  let text = called.text(most);
  if (options === undefined) return text;
  for (let half = 0; half < mostHalves && (await options.countTokens(text, token)) > options.tokenBudget; half++) {
    most /= 2;
    text = called.text(most);
  }
  return text;
}
