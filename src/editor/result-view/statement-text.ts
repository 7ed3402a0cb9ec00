import { t } from "../../base/translated.ts";
import { TenantTrailError } from "../../protocol/errors.ts";
import type { ResultSummary } from "../../protocol/query.ts";

/**
 * The statement of a result as it ran, its values written as literals, so that it runs again as it is on this machine and
 * on Athena.
 * @throws TenantTrailError `bad-argument` where a value cannot be written so, for a result that was kept by a version that
 * did not write them, and for an output that was kept beside its file, which holds no statement.
 */
export function statementText({ title, sql, sqlWithValues, params }: StatementOfResult): string {
  if (sql.trim() === "")
    throw new TenantTrailError(
      "bad-argument",
      t("The statement of {0} was not kept with its rows. Run its cell again, and copy it then.", title),
    );
  const names = Object.keys(params);
  if (sqlWithValues !== undefined || names.length === 0) return (sqlWithValues ?? sql).trim();
  throw new TenantTrailError(
    "bad-argument",
    t(
      "The values of {0} ({1}) are not known as literals. Run it again, or open the query and write them.",
      title,
      names.map((name) => `:${name}`).join(", "),
    ),
  );
}

type StatementOfResult = Pick<ResultSummary, "title" | "sql" | "sqlWithValues" | "params">;
