import { t } from "../../../src/base/translated.ts";
import type { ResultColumn } from "../../../src/protocol/query.ts";
import { visibleText } from "../../../src/protocol/words/visible-text.ts";
import { controlKey } from "../../shared/menu.tsx";
import { type Clock, localTime, shownTime } from "../../shared/shown-time.ts";
import type { RowSource } from "./row-source.ts";

const longestTip = 1000;

/** What hovering over a cell says: a moment by the other clock, the whole of a text that does not fit, where it leads. */
export function cellTip(cell: HTMLElement, source: RowSource, columns: readonly ResultColumn[], clock: Clock): string {
  const link = cell.hasAttribute("data-link") ? t("{0} shows what is known of it", controlKey(t("click"))) : "";
  return [valueTip(cell, source, columns, clock), link].filter((line) => line !== "").join("\n");
}

function valueTip(cell: HTMLElement, source: RowSource, columns: readonly ResultColumn[], clock: Clock): string {
  const row = Number(cell.dataset["row"]);
  const column = Number(cell.dataset["column"]);
  const value = source.row(row)?.[column];
  if (value === undefined || value === null) return "";
  if (columns[column]?.kind === "time" && typeof value === "string")
    return clock === "utc" ? (localTime(value) ?? "") : t("{0} UTC", shownTime(value));
  if (cell.scrollWidth <= cell.clientWidth && !cell.classList.contains("cell-narrow")) return "";
  return visibleText(typeof value === "object" ? `${value.cut}…` : String(value).slice(0, longestTip), "kept");
}
