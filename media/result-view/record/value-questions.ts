import { t } from "../../../src/base/translated.ts";
import type { Entity } from "../../../src/protocol/entity/entity.ts";
import { entityOfValue } from "../../../src/protocol/entity/entity-of-value.ts";
import type { Cell, JsonValue, ResultColumn } from "../../../src/protocol/query.ts";
import { visibleText } from "../../../src/protocol/words/visible-text.ts";
import type { MenuItem } from "../../shared/menu.tsx";
import type { ResultHost } from "../result-host.ts";

/** Characters of a value in the menu. */
const shownLength = 40;

/** A value of a row, and where it stands in it. */
export interface AskedValue {
  readonly column: number;
  readonly path: readonly (string | number)[];
  readonly value: JsonValue;
}

/** What the menu of a value offers where the value names an account, an address or an id. */
export function valueQuestions(
  { column, path, value }: AskedValue,
  columns: readonly ResultColumn[],
  row: readonly Cell[] | undefined,
  host: ResultHost,
): readonly MenuItem[] {
  const found = entityOfValue(columns[column]?.name ?? "", path, value);
  if (found === undefined) return [];
  const tenantId = tenantOf(columns, row);
  const entity: Entity = { ...found, ...(tenantId !== undefined && { tenantId }) };
  const text = visibleText(entity.value);
  const shown = text.length > shownLength ? `${text.slice(0, shownLength)}…` : text;
  return [
    { label: t("Show what is known of {0}", shown), act: () => host.notify("showEntity", entity) },
    { label: t("Ask more about it…"), act: () => host.notify("askAboutEntity", entity) },
  ];
}

/** The tenant that the row says it is of. */
function tenantOf(columns: readonly ResultColumn[], row: readonly Cell[] | undefined): string | undefined {
  const index = columns.findIndex(({ name }) => /(?:^|\.)tenantid$/i.test(name));
  const cell = row?.[index];
  return typeof cell === "string" && cell !== "" ? cell : undefined;
}
