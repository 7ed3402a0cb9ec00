import { fieldsOf, isText } from "../platform/remembered.ts";
import type { AwsConnection } from "./find-lake.ts";

/** The connection that the setting `tenantTrail.aws` names; undefined when it names no region. */
export function awsSetting(value: unknown): AwsConnection | undefined {
  const fields = fieldsOf(value);
  const { region } = fields;
  if (!isText(region) || region.trim() === "") return undefined;
  const given = ["profile", "stack", "workgroup", "database", "endpoint"].flatMap((name) => {
    const text = fields[name];
    return isText(text) && text.trim() !== "" ? [[name, text.trim()] as const] : [];
  });
  return { kind: "aws", region: region.trim(), ...Object.fromEntries(given) };
}
