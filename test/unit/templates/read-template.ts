import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse, type TagId, type Tags } from "yaml";
import { root } from "../../../scripts/lib/paths.mjs";

export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

export interface Resource {
  readonly Type: string;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  readonly Properties: { readonly [name: string]: Json };
}

export interface Template {
  readonly Parameters?: Readonly<Record<string, Readonly<Record<string, Json>>>>;
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs: Readonly<Record<string, { readonly Value: Json; readonly Description: string }>>;
}

export function templateFile(name: string): string {
  return join(root, "infra-templates", name);
}

/** A template with its short forms written out, as CloudFormation reads them. */
export async function readTemplate(name: string): Promise<Template> {
  return parse(await readFile(templateFile(name), "utf8"), { customTags: shortForms });
}

const functions = ["Ref", "Sub", "GetAtt", "If", "Equals", "Not", "Join"];

/** `!Sub` and its kin, of a text or of a list. */
const shortForms: Tags = [
  ...functions.map((name) => ({ tag: `!${name}`, resolve: (text: string) => ({ [longForm(name)]: text }) })),
  ...functions.map((name) => ({
    tag: `!${name}`,
    collection: "seq" as const,
    resolve: (list: { toJSON(): unknown }) => ({ [longForm(name)]: list.toJSON() }),
  })),
] as unknown as readonly TagId[] as Tags;

function longForm(name: string): string {
  return name === "Ref" ? name : `Fn::${name}`;
}

/** Every value below a value, itself included. */
export function* valuesIn(value: Json): Iterable<Json> {
  yield value;
  if (typeof value !== "object" || value === null) return;
  for (const each of Array.isArray(value) ? value : Object.values(value)) yield* valuesIn(each);
}
