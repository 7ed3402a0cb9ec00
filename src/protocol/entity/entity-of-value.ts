import { type Entity, type EntityKind, entityValue } from "./entity.ts";

/** How sure a column's name makes that its value is of a kind. */
interface ColumnKind {
  readonly kind: EntityKind;
  /** The column may hold other things too, so that the value must look like one of the kind. */
  readonly isLoose?: true;
}

/** Names of columns and fields in lower case, Microsoft's own and those of the shipped queries. */
const columnKinds: ReadonlyMap<string, ColumnKind> = new Map([
  ...named("account", ["userprincipalname", "userid", "userkey", "mailboxownerupn", "upn"]),
  ...named(
    "account",
    [
      "account",
      "actor",
      "target",
      "user",
      "signinidentifier",
      "objectid",
      "targetuserorgroupname",
      "p1sender",
      "p2sender",
    ],
    true,
  ),
  ...named("address", [
    "ipaddress",
    "address",
    "clientip",
    "clientipaddress",
    "actoripaddress",
    "ipaddressfromresourceprovider",
    "globalsecureaccessipaddress",
    "senderip",
  ]),
  ...named("application", [
    "appid",
    "clientappid",
    "applicationid",
    "resourceid",
    "serviceprincipalid",
    "appserviceprincipalid",
  ]),
  ...named("session", ["sessionid", "aadsessionid"]),
  ...named("token", ["uniquetokenidentifier", "uniquetokenid"]),
  ...named("device", ["deviceid"]),
  ...named("correlation", ["correlationid", "intersystemsid"]),
]);

/** Fields that are called `id` or `name` alone mean what they stand in. */
const fieldKinds: ReadonlyMap<string, EntityKind> = new Map([["user.id", "account"]]);

/** Columns whose names end in these words hold the same: `firstAddress`, `victimAccount`. */
const lastWords = [
  "userPrincipalName",
  "sessionId",
  "deviceId",
  "correlationId",
  "appId",
  "ipAddress",
  "address",
  "account",
];

/**
 * What a value is, by the column that it stands in; `undefined` where it is nothing that can be asked about.
 *
 * @param column the result's column, as the query names it: `ipAddress`, `s.userId`, `initiatedBy.user.id`.
 * @param path fields inside the column's value, from the outside in; elements of lists may be left out.
 */
export function entityOfValue(
  column: string,
  path: readonly (string | number | null)[],
  value: unknown,
): Omit<Entity, "tenantId"> | undefined {
  if (typeof value !== "string") return undefined;
  const inner = path.filter((step) => typeof step === "string");
  const names = [...column.split(/[.\s]/), ...inner].map((name) => name.replace(/^"|"$/g, ""));
  const found = kindOfNames(names);
  if (found === undefined || (found.isLoose && !/^[^\s@]+@[^\s@]+$/.test(value.trim()))) return undefined;
  const known = entityValue(found.kind, value);
  return known === undefined ? undefined : { kind: found.kind, value: known };
}

function kindOfNames(names: readonly string[]): ColumnKind | undefined {
  const last = names.at(-1) ?? "";
  const field = fieldKinds.get(names.slice(-2).join(".").toLowerCase());
  if (field !== undefined) return { kind: field };
  const own = columnKinds.get(last.toLowerCase());
  if (own !== undefined) return own;
  // A client's own session id stands in no other table.
  if (last === "clientSessionId") return undefined;
  const ending = lastWords.find((word) => last.endsWith(word.charAt(0).toUpperCase() + word.slice(1)));
  return ending === undefined ? undefined : columnKinds.get(ending.toLowerCase());
}

/** The kinds that a text may be of by its look alone, the likeliest first. */
export function kindsOfText(text: string): readonly EntityKind[] {
  const trimmed = text.trim();
  if (entityValue("address", trimmed) !== undefined) return ["address"];
  if (/^[^\s@]+@[^\s@]+$/.test(trimmed)) return ["account"];
  if (trimmed === "") return [];
  const isGuid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(trimmed);
  return isGuid
    ? ["session", "application", "account", "device", "correlation"]
    : ["token", "account", "session", "correlation"];
}

function named(kind: EntityKind, names: readonly string[], isLoose?: true): readonly (readonly [string, ColumnKind])[] {
  return names.map((name) => [name, { kind, ...(isLoose && { isLoose }) }] as const);
}
