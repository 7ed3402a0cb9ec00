import * as v from "valibot";
import { knownId } from "../../language/knowledge/known-ids.ts";
import { errorCodes } from "../../tables/schema/error-codes.ts";
import { assistantTool } from "../assistant-tool.ts";

/** What one of Microsoft's codes or ids means. */
export const explainCode = assistantTool({
  name: "explain_code",
  title: "Explain a sign-in error code or a known id",
  description:
    "Tells what a sign-in's error code means (status.errorCode, ResultType, AADSTS50126) and whether it counts as failure or as interrupted, or which Microsoft application or built-in role a GUID is. It works offline and reads no log.",
  input: v.strictObject({
    code: v.pipe(v.string(), v.maxLength(100), v.description("A code such as 50126 or AADSTS50126, or a GUID.")),
  }),
  work: async ({ code }) => ({ said: [meaningOf(code.trim())], parts: [] }),
});

function meaningOf(code: string): string {
  const id = knownId(code);
  if (id !== undefined)
    return id.kind === "application"
      ? `${id.id} is ${id.name}, an application of Microsoft's own, the same in every tenant.`
      : `${id.id} is ${id.name}, a built-in role of Entra ID, the same in every tenant.`;
  const [, number] = /^(?:AADSTS)?(\d{1,9})$/i.exec(code) ?? [];
  if (number === undefined)
    return "This is neither a sign-in error code nor an id of Microsoft's that TenantTrail knows. The ids of a tenant's own applications stand in its logs: look for them in signins (appId, appDisplayName).";
  const known = errorCodes.find((each) => each.code === Number(number));
  if (known === undefined)
    return `TenantTrail does not know what ${number} means. A sign-in with it counts as a failure. Its row tells more in status.failureReason and status.additionalDetails.`;
  if (known.code === 0) return `0: ${known.meaning}. The outcome of such a sign-in is success.`;
  return `${known.code}: ${known.meaning}. The outcome of such a sign-in is ${known.interrupt ? "interrupted: one more step was asked for, which counts neither as failure nor as success" : "failure"}.`;
}
