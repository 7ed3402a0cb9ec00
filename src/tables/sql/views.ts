import { allColumns } from "../schema/all-tables.ts";
import type { Column } from "../schema/column.ts";
import { dayColumn } from "../schema/common-columns.ts";
import { eventsColumns, eventsSql } from "./events-view.ts";
import type { SqlDialect } from "./quoted-sql.ts";

/** A view over the tables of a lake. */
export interface View {
  readonly name: string;
  readonly description: string;
  /** What it yields, `dt` included. */
  readonly columns: readonly Column[];
  /** The only kind of sign-in that it shows, where it shows one. */
  readonly signInKind?: string;
  /** A SELECT over the tables by their names; each has its columns and `dt`. */
  readonly sql: string;
}

const signInViews = [
  ["signins_interactive", "interactiveUser", "Sign-ins in which a person was asked for something."],
  ["signins_noninteractive", "nonInteractiveUser", "Sign-ins that a client made for a person."],
  ["signins_serviceprincipal", "servicePrincipal", "Sign-ins of applications with their own credentials."],
  ["signins_managedidentity", "managedIdentity", "Sign-ins of Azure resources with identities that Azure manages."],
] as const;

/**
 * The views of a lake, in an engine's own dialect.
 *
 * @param isWanted which by their names; all, if left out. A question names few, and the others take time to write.
 */
export function views(dialect: SqlDialect, isWanted: (name: string) => boolean = () => true): readonly View[] {
  const ofSignIns = signInViews
    .filter(([name]) => isWanted(name))
    .map(([name, kind, description]) => ({
      name,
      description,
      columns: [...allColumns("signins"), dayColumn],
      signInKind: kind,
      sql: `SELECT * FROM signins WHERE signInKind = '${kind}'`,
    }));
  if (!isWanted("events")) return ofSignIns;
  const events = {
    name: "events",
    description:
      "One line per event of all tables: who, from where, in which session, did what to what, and how it ended.",
    columns: eventsColumns,
    sql: eventsSql(dialect),
  };
  return [...ofSignIns, events];
}

/**
 * The audits that are shown, over the slices of `audits` (a table name or parenthesised subquery with `dt`). Portal CSV
 * has no ids, so its rows are hidden when an audit from elsewhere has their correlation id, activity, target and second.
 */
export function visibleAuditsSql(relation: string, dialect: SqlDialect): string {
  return `SELECT * FROM ${relation} WHERE source <> 'portal-csv'
UNION ALL
SELECT c.* FROM ${relation} AS c WHERE c.source = 'portal-csv' AND NOT EXISTS (
  SELECT 1 FROM ${relation} AS a
  WHERE a.source <> 'portal-csv' AND a.dt = c.dt AND a.correlationId = c.correlationId
    AND a.activityDisplayName = c.activityDisplayName
    AND date_trunc('second', a.activityDateTime) = date_trunc('second', c.activityDateTime)
    AND ${targetId("a", dialect)} = ${targetId("c", dialect)})`;
}

function targetId(alias: string, dialect: SqlDialect): string {
  const target = dialect === "duckdb" ? `${alias}.targetResources[1]` : `element_at(${alias}.targetResources, 1)`;
  return `coalesce(${target}.id, ${target}.displayName, '')`;
}
