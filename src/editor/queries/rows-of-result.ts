import { t } from "../../base/translated.ts";
import { TenantTrailError } from "../../protocol/errors.ts";
import type { Cell, JsonValue, ResultColumn, ResultSummary } from "../../protocol/query.ts";
import type { LakeService } from "../../protocol/service/lake-service.ts";

const windowRows = 1000;

/**
 * The first rows of a held result as JSON values, in the order of its columns: nested values as objects and arrays, and
 * cells that a window cuts in full.
 *
 * @throws TenantTrailError `no-such-result` when the lake process no longer holds it; CancelledError.
 */
export async function readRows(
  lake: LakeService,
  { resultId, columns, rowCount }: ResultSummary,
  maxRows: number,
  signal: AbortSignal,
): Promise<readonly (readonly JsonValue[])[]> {
  const wanted = Math.min(maxRows, rowCount);
  const rows: (readonly JsonValue[])[] = [];
  while (rows.length < wanted) {
    const offset = rows.length;
    const limit = Math.min(windowRows, wanted - offset);
    const page = await lake.readWindow({ resultId, offset, limit }, { signal });
    if (page.rows.length === 0) {
      throw new TenantTrailError(
        "no-such-result",
        t("The result ended at row {0} of {1}. Run it again.", offset, rowCount),
      );
    }
    for (const [index, cells] of page.rows.entries()) {
      const row = offset + index;
      const readWhole = (column: number): Promise<JsonValue> => lake.readCell({ resultId, row, column }, { signal });
      rows.push(await Promise.all(columns.map((column, at) => toJson(column, cells[at] ?? null, () => readWhole(at)))));
    }
  }
  return rows;
}

async function toJson(column: ResultColumn, cell: Cell, readWhole: () => Promise<JsonValue>): Promise<JsonValue> {
  if (typeof cell === "object" && cell !== null) return readWhole();
  return column.kind === "nested" && typeof cell === "string" ? (JSON.parse(cell) as JsonValue) : cell;
}
