import { DuckDBDecimalType, DuckDBTypeId } from "@duckdb/node-api";
import type { HeldColumn } from "../held-column.ts";
import { displayText, isExactAsDouble } from "../json-values.ts";
import { isFraction, isInteger, isMoment } from "../trino-types.ts";

/** Indexes into the `cellXfs` of the workbook's styles. */
export const excelStyles = { header: 1, dateTime: 2, date: 3 } as const;

/** Excel's limits: "Excel specifications and limits", Microsoft Support. */
export const excelLimits = { rows: 1_048_576, columns: 16_384, cellCharacters: 32_767 } as const;

/** Stands at the end of a text that was longer than a cell can be. */
export const excelCutMark = "… [cut: longer than a cell can be]";

/**
 * The XML of one cell as an SQL expression. Text is an inline string, which Excel never runs as a formula; numbers of
 * up to 15 digits are numbers, larger ones text, because Excel keeps no more; dates and times (UTC) are Excel's own.
 */
export function excelCellSql(column: HeldColumn): string {
  const { sql, type } = column;
  if (type.typeId === DuckDBTypeId.BOOLEAN) return cell(sql, `'<c t="b"><v>' || ${sql}::INTEGER || '</v></c>'`);
  if (isMoment(type)) return cell(sql, momentSql(column));
  if (isInteger(type) || isFraction(type))
    return cell(
      sql,
      `CASE WHEN ${isExactNumber(column)} THEN '<c><v>' || ${sql} || '</v></c>' ELSE ${textSql(column)} END`,
    );
  return cell(sql, textSql(column));
}

/** The header's cells of a row; names obey the same rules as text. */
export function excelHeaderCell(name: string): string {
  return inlineString(name.slice(0, 255), ` s="${excelStyles.header}"`);
}

/** A cell of our own text. */
export function excelTextCell(text: string): string {
  const room = excelLimits.cellCharacters - excelCutMark.length;
  return inlineString(text.length > excelLimits.cellCharacters ? `${text.slice(0, room)}${excelCutMark}` : text, "");
}

function inlineString(text: string, style: string): string {
  const escaped = text
    .replace(/_(?=x[0-9A-Fa-f]{4})/g, "_x005F_")
    .replace(/[^\t\n\x20-\uFFFD]/g, "\uFFFD")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
  return `<c t="inlineStr"${style}><is><t xml:space="preserve">${escaped}</t></is></c>`;
}

function cell(value: string, xml: string): string {
  return `CASE WHEN ${value} IS NULL THEN '<c/>' ELSE ${xml} END`;
}

function isExactNumber({ sql, type }: HeldColumn): string {
  if (isInteger(type))
    return `${sql} < 1000000000000000 AND ${sql} > ${unsigned.has(type.typeId) ? "-1" : "-1000000000000000"}`;
  if (type instanceof DuckDBDecimalType) return isExactAsDouble(sql, type);
  return `isfinite(${sql})`;
}

const unsigned: ReadonlySet<DuckDBTypeId> = new Set([DuckDBTypeId.UBIGINT, DuckDBTypeId.UHUGEINT]);

/** Excel counts days from 1899-12-30 and has no day before 1900-03-01 that other programs agree on. */
function momentSql(column: HeldColumn): string {
  const { sql, type } = column;
  const utc = type.typeId === DuckDBTypeId.TIMESTAMP_TZ ? `timezone('UTC', ${sql})` : `${sql}::TIMESTAMP`;
  const style = type.typeId === DuckDBTypeId.DATE ? excelStyles.date : excelStyles.dateTime;
  const serial = `(25569 + epoch_ms(${utc}) / 86400000.0::DOUBLE)`;
  return `CASE WHEN ${utc} >= TIMESTAMP '1900-03-01' AND ${utc} < TIMESTAMP '10000-01-01'
    THEN '<c s="${style}"><v>' || ${serial} || '</v></c>' ELSE ${textSql(column)} END`;
}

function textSql(column: HeldColumn): string {
  const text = shortened(displayText(column.sql, column.type));
  // `_x000D_` is how a workbook writes a character that XML loses (ECMA-376, ST_Xstring), so a text that looks like one is escaped too.
  const readable = `regexp_replace(${text}, '_(x[0-9A-Fa-f]{4})', '_x005F_\\1', 'g')`;
  const legal = `regexp_replace(${readable}, '[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\x{FFFE}\\x{FFFF}]', chr(65533), 'g')`;
  const escaped = `replace(replace(replace(replace(${legal}, '&', '&amp;'), '<', '&lt;'), '>', '&gt;'), chr(13), '_x000D_')`;
  // Most texts need none of it, and one look is cheaper than six passes.
  const xml = `CASE WHEN regexp_matches(${text}, '[&<>\\x00-\\x1F\\x{FFFE}\\x{FFFF}]|_x') THEN ${escaped} ELSE ${text} END`;
  return `'<c t="inlineStr"><is><t xml:space="preserve">' || ${xml} || '</t></is></c>'`;
}

/** Excel counts UTF-16 units; a text with characters beyond the first plane, which count twice, is cut at half. */
function shortened(text: string): string {
  const limit = excelLimits.cellCharacters;
  const room = limit - excelCutMark.length;
  const beyond = (part: string): string => `length(regexp_replace(${part}, '[^\\x{10000}-\\x{10FFFF}]', '', 'g'))`;
  return `CASE WHEN strlen(${text}) <= ${limit} OR length(${text}) + ${beyond(text)} <= ${limit} THEN ${text}
    WHEN ${beyond(`left(${text}, ${room})`)} = 0 THEN left(${text}, ${room}) || '${excelCutMark}'
    ELSE left(${text}, ${Math.floor(room / 2)}) || '${excelCutMark}' END`;
}
