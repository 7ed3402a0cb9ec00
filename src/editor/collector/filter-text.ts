import { isIP } from "node:net";
import { t } from "../../base/translated.ts";
import type { CollectFilter } from "../../protocol/collector.ts";

const guid = /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i;

/** One kind of thing that a collection can be narrowed to, as a person types it. */
export interface FilterField {
  readonly name: keyof CollectFilter;
  readonly prompt: string;
  readonly placeHolder: string;
  /** What is wrong with one value; undefined when nothing is. */
  readonly problemOf: (value: string) => string | undefined;
}

export const filterFields: readonly FilterField[] = [
  {
    name: "users",
    prompt: t("Accounts by user principal name or object id, with commas or spaces between them; none for any account"),
    placeHolder: "adele.vance@contoso.com",
    problemOf: (value) =>
      /^[^\s@]+@[^\s@]+$/.test(value) || guid.test(value)
        ? undefined
        : t("{0} is no user principal name or object id", value),
  },
  {
    name: "ipAddresses",
    prompt: t("IP addresses, with commas or spaces between them; none for any address"),
    placeHolder: "203.0.113.7",
    problemOf: (value) => (isIP(value) === 0 ? t("{0} is no IP address", value) : undefined),
  },
  {
    name: "apps",
    prompt: t("Applications by application (client) id, with commas or spaces between them; none for any application"),
    placeHolder: "00000003-0000-0ff1-ce00-000000000000",
    problemOf: (value) => (guid.test(value) ? undefined : t("{0} is no application id", value)),
  },
];

/** The values of a typed list, each once. */
export function splitValues(text: string): readonly string[] {
  return [...new Set(text.split(/[\s,;]+/).filter(Boolean))];
}

/** What is wrong with a typed list; undefined when nothing is. */
export function listProblem(field: FilterField, text: string): string | undefined {
  return splitValues(text)
    .map(field.problemOf)
    .find((problem) => problem !== undefined);
}

/** The filter that some typed lists make; undefined when all are empty. */
export function filterOf(texts: Readonly<Partial<Record<keyof CollectFilter, string>>>): CollectFilter | undefined {
  const lists = filterFields
    .map(({ name }) => [name, splitValues(texts[name] ?? "")] as const)
    .filter(([, values]) => values.length > 0);
  return lists.length === 0 ? undefined : Object.fromEntries(lists);
}
