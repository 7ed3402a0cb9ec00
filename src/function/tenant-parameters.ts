import { X509Certificate } from "node:crypto";
import * as v from "valibot";
import { type Credential, cloudNames, type SourceId, sourceIds, type TenantAccess } from "../protocol/collector.ts";

/** A parameter of Parameter Store, decrypted. */
export interface Parameter {
  readonly name: string;
  readonly value: string;
}

/** A tenant as its parameter tells of it. */
export interface ParameterTenant {
  readonly access: TenantAccess;
  /** How people call it; its id where the parameter does not say. */
  readonly label: string;
  /** What is collected; default all that the cloud offers. */
  readonly sources?: readonly SourceId[];
  /** End of the credential's validity, milliseconds since 1970, where that is known. */
  readonly expiresMs?: number;
}

const guid = v.pipe(v.string(), v.trim(), v.toLowerCase(), v.uuid());
const text = v.pipe(v.string(), v.nonEmpty());
const origin = v.pipe(v.string(), v.url());

const common = {
  tenantId: guid,
  clientId: guid,
  cloud: v.optional(v.picklist(cloudNames), "global"),
  name: v.optional(text),
  sources: v.optional(v.pipe(v.array(v.picklist(sourceIds)), v.minLength(1))),
  /** The day on which a secret ends, which only the person who made it knows. */
  expires: v.optional(
    v.pipe(
      v.string(),
      v.check((day) => !Number.isNaN(Date.parse(day))),
    ),
  ),
  /** Of a simulated Microsoft; whoever signs in takes only loopback addresses (`serversOf`). */
  endpoints: v.optional(v.object({ login: origin, graph: origin, management: origin })),
};

const schema = v.union([
  v.object({ ...common, clientSecret: text }),
  v.object({ ...common, certificate: text, privateKey: text }),
]);

/**
 * The tenant of a parameter `…/tenants/<tenantId>`: JSON with `clientSecret`, or with `certificate` and `privateKey` in
 * PEM. Undefined when it is damaged or about another tenant than its name says; nothing of it may be said then.
 */
export function tenantOfParameter({ name, value }: Parameter): ParameterTenant | undefined {
  let json: unknown;
  try {
    json = JSON.parse(value);
  } catch {
    return undefined;
  }
  const parsed = v.safeParse(schema, json);
  if (!parsed.success) return undefined;
  const { tenantId, clientId, cloud, endpoints, name: label, sources, expires } = parsed.output;
  if (name.split("/").at(-1)?.toLowerCase() !== tenantId) return undefined;
  const credential = credentialOf(parsed.output);
  const expiresMs = credential.kind === "certificate" ? endOf(credential.content) : endOfDay(expires);
  return {
    access: { tenantId, clientId, cloud, credential, ...(endpoints !== undefined && { endpoints }) },
    label: label ?? tenantId,
    ...(sources !== undefined && { sources }),
    ...(expiresMs !== undefined && { expiresMs }),
  };
}

function credentialOf(parameter: v.InferOutput<typeof schema>): Credential {
  if ("clientSecret" in parameter) return { kind: "secret", secret: parameter.clientSecret };
  return { kind: "certificate", format: "pem", content: `${parameter.certificate}\n${parameter.privateKey}\n` };
}

function endOfDay(expires: string | undefined): number | undefined {
  return expires === undefined ? undefined : Date.parse(expires);
}

/** Undefined for what is no certificate: signing in says what is wrong with it. */
function endOf(pem: string): number | undefined {
  try {
    return new X509Certificate(pem).validToDate.getTime();
  } catch {
    return undefined;
  }
}
