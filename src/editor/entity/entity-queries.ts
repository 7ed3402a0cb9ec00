import { Uri } from "vscode";
import type { Entity } from "../../protocol/entity/entity.ts";
import { type Fact, factNames } from "../../protocol/entity/entity-page.ts";
import { TenantTrailError } from "../../protocol/errors.ts";
import type { JsonValue, ResultColumn } from "../../protocol/query.ts";
import type { ParameterValue } from "../../protocol/query-parameters.ts";
import type { Days } from "../../protocol/relative-days.ts";
import { type RunnableStatement, runnableStatement } from "../queries/runnable-statements.ts";
import { readSql } from "../queries/sql-files.ts";

/** A timeline holds no more events than its query reads. */
export const timelineLimit = 100_000;

/** The queries that an entity page is made of. */
export const entityQueryFiles = {
  facts: "entity/what-is-known-of-an-entity.sql",
  timeline: "entity/timeline-of-an-entity.sql",
} as const;

export interface ShippedStatement {
  readonly statement: RunnableStatement;
  readonly uri: Uri;
}

/** A shipped query, by its path under `sql/`. @throws TenantTrailError `read-failed`. */
export async function shippedStatement(extension: Uri, path: string): Promise<ShippedStatement> {
  const uri = Uri.joinPath(extension, "sql", ...path.split("/"));
  const { text, name } = await readSql(uri);
  const statement = runnableStatement(text, name, 0);
  if (statement) return { statement, uri };
  throw new TenantTrailError("read-failed", `There is no statement in ${path}, which belongs to TenantTrail.`);
}

/** The parameters that an entity and days are for the page's queries. */
export function entityParameters(
  { kind, value, tenantId = "" }: Entity,
  { from, to }: Days,
): Readonly<Record<string, ParameterValue>> {
  return { from, to, kind, value, tenant: tenantId };
}

/** Reads the rows of the query of facts. */
export function factsOfRows(
  columns: readonly ResultColumn[],
  rows: readonly (readonly JsonValue[])[],
): readonly Fact[] {
  const places = new Map(columns.map(({ name }, index) => [name.toLowerCase(), index]));
  return rows.flatMap((row) => {
    const cell = (name: string): JsonValue => row[places.get(name.toLowerCase()) ?? -1] ?? null;
    const fact = factNames.find((name) => name === cell("fact"));
    if (fact === undefined) return [];
    const text = (name: string): string => String(cell(name) ?? "");
    const number = (name: string): number => Number(cell(name) ?? 0);
    return [
      {
        fact,
        value: text("value"),
        ...(text("label") !== "" && { label: text("label") }),
        events: number("events"),
        successes: number("successes"),
        failures: number("failures"),
        interrupted: number("interrupted"),
        firstTime: text("firstTime"),
        lastTime: text("lastTime"),
        ...(text("lastRisk") !== "" && { lastRisk: text("lastRisk") }),
        ...(text("lastOutcome") !== "" && { lastOutcome: text("lastOutcome") }),
        values: number("values"),
      },
    ];
  });
}

/** The key of a record, as an expression over its table. */
const keys = {
  signins: "id",
  audits: "id",
  activity: "Id",
  provisioning: "id",
  riskdetections: "id",
  riskyusers: "id || '@' || substr(to_iso8601(riskLastUpdatedDateTime), 1, 23) || 'Z'",
} as const;

/** Reads one whole record. */
export function recordSql(table: keyof typeof keys): string {
  return `SELECT *\nFROM ${table}\nWHERE dt = :day\n  AND ${keys[table]} = :key\n  AND (:tenant = '' OR tenantId = :tenant)\nLIMIT 1`;
}
