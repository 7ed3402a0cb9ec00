import * as v from "valibot";
import { cloudNames, type TenantAccess } from "../../protocol/collector.ts";
import { TenantTrailError } from "../../protocol/errors.ts";

const guid = v.pipe(v.string(), v.trim(), v.toLowerCase(), v.uuid());
const origin = v.pipe(v.string(), v.url());

const accessSchema = v.object({
  tenantId: guid,
  clientId: guid,
  cloud: v.picklist(cloudNames),
  endpoints: v.optional(v.object({ login: origin, graph: origin, management: origin })),
  credential: v.variant("kind", [
    v.object({ kind: v.literal("secret"), secret: v.pipe(v.string(), v.nonEmpty()) }),
    v.object({
      kind: v.literal("certificate"),
      format: v.picklist(["pem", "pfx"]),
      content: v.pipe(v.string(), v.nonEmpty()),
      password: v.optional(v.string()),
    }),
    v.object({ kind: v.literal("person"), flow: v.picklist(["browser", "device-code"]) }),
  ]),
});

/** What was typed or kept, checked; ids in lower case. @throws TenantTrailError `bad-argument` that names the field. */
export function validAccess(access: TenantAccess): TenantAccess {
  const parsed = v.safeParse(accessSchema, access);
  if (parsed.success) return parsed.output as TenantAccess;
  const field = parsed.issues[0].path?.map(({ key }) => String(key)).join(".") ?? "the credential";
  throw new TenantTrailError("bad-argument", `${words[field] ?? field} is missing or not what it should be.`);
}

/**
 * The access that the host kept as JSON. @throws TenantTrailError `no-credential` when it is damaged, without any of its
 * text.
 */
export function keptAccess(text: string, name: string): TenantAccess {
  try {
    return validAccess(JSON.parse(text) as TenantAccess);
  } catch {
    // The parser's own words quote what it could not read, which is a secret.
    throw new TenantTrailError(
      "no-credential",
      `The credential of ${name} is damaged. Enter it again on the collector page.`,
    );
  }
}

const words: Readonly<Record<string, string>> = {
  tenantId: "The tenant id (a GUID, on the overview page of Entra ID)",
  clientId: "The application (client) id (a GUID, on the overview page of the app registration)",
  "credential.secret": "The client secret",
  "credential.content": "The certificate",
};
