import { t } from "../../src/base/translated.ts";
import type { ColumnFilter, CopiedText, CopyFormat, CopyRequest, JsonValue } from "../../src/protocol/query.ts";
import type { ViewPreferences } from "../../src/protocol/result-page.ts";
import { bytes, counted } from "../shared/amounts.ts";
import { useNotice } from "../shared/use-notice.ts";
import { withFilter } from "./filter/view-query.ts";
import { rectangleOf } from "./grid/selection.ts";
import type { FieldMenuActions } from "./record/field-menu.ts";
import { copiedText, fieldName, filterPath } from "./record/field-words.ts";
import type { RecordField } from "./record/record-lines.ts";
import type { ResultHost } from "./result-host.ts";
import { hiddenWords, type ResultActions } from "./result-menus.ts";
import type { Result } from "./use-result.ts";

export type HostActions = Pick<
  ResultActions,
  | "copyText"
  | "copyValue"
  | "copiesHeaders"
  | "copySelection"
  | "copyAll"
  | "copyWithQuery"
  | "copyStatement"
  | "exportAs"
  | "filterByCell"
> & {
  readonly openDashboard: () => void;
  readonly field: Pick<FieldMenuActions, "filter" | "copyValue" | "copyNameAndValue" | "copyName">;
};

/** What the host does for the view, with a word when it is done or failed. */
export function useResultActions(
  host: ResultHost,
  result: Result,
  { copiesWithoutHeaders = false }: ViewPreferences,
): { readonly actions: HostActions; readonly notice: string | undefined } {
  const { notice, say, run } = useNotice();
  const { view, shown, selection, rowCount, activeColumn, activeCell } = result;
  const { resultId, columns } = result.summary;

  const copyRows = (
    request: Pick<CopyRequest, "format" | "rows" | "columns" | "headers"> & { readonly withQuery?: true },
  ): Promise<void> =>
    run(async () =>
      copiedWords(await host.request("copyRows", { ...view, ...request, resultId }), request, columns.length),
    );

  /** The whole value of a column in the active row; a nested one as its text, in which `52.0` is not yet `52`. */
  const readWhole = (column: number): Promise<JsonValue> =>
    host.request("readCell", { ...view, resultId, row: selection.head.row, column, asText: true });

  /** The whole of the active value: a cut cell holds only a part of it. */
  const wholeValue = async (): Promise<JsonValue> => {
    const isCut = typeof activeCell === "object" && activeCell !== null;
    return activeCell === undefined || isCut ? readWhole(activeColumn) : activeCell;
  };

  /** The whole of a field of the active row, of which the view may hold the beginning. */
  const wholeField = async (field: RecordField): Promise<RecordField> => {
    if (field.cutFrom === undefined) return field;
    const own = await readWhole(field.column);
    return { ...field, own, value: own };
  };
  const nameOf = ({ column, path }: RecordField): string => fieldName(columns[column]?.name ?? "", path);
  const copy = (told: string, text: () => Promise<string>): void =>
    void run(async () => {
      await host.request("copyText", { text: await text() });
      return told;
    });

  const actions: HostActions = {
    field: {
      filter: (field, op) =>
        void run(async () => {
          const { column, path, own } = await wholeField(field);
          const filter = filterByValue(column, op, own);
          result.setView(withFilter(view, path.length === 0 ? filter : { ...filter, path: filterPath(path) }));
          return undefined;
        }),
      copyValue: (field) => copy(t("Copied 1 value"), async () => copiedText(await wholeField(field))),
      copyNameAndValue: (field) =>
        copy(t("Copied a name and its value"), async () => `${nameOf(field)}: ${copiedText(await wholeField(field))}`),
      copyName: (field) => copy(t("Copied 1 name"), async () => nameOf(field)),
    },
    copyText: (text) =>
      void run(async () => {
        await host.request("copyText", { text });
        return t("Copied");
      }),
    copyValue: () =>
      void run(async () => {
        const value = await wholeValue();
        await host.request("copyText", { text: String(value ?? "") });
        return t("Copied 1 value");
      }),
    copiesHeaders: !copiesWithoutHeaders,
    copySelection: (format: CopyFormat, otherwise = false) => {
      const { fromRow, toRow, fromColumn, toColumn } = rectangleOf(selection);
      const isOne = toRow - fromRow === 1 && toColumn - fromColumn === 1;
      // One cell is wanted for its value, several are wanted for what they are.
      const headers = (!isOne && !copiesWithoutHeaders) !== otherwise;
      const picked = shown.slice(fromColumn, toColumn);
      void copyRows({ format, headers, rows: { from: fromRow, to: toRow }, columns: picked });
    },
    copyAll: (format) =>
      void copyRows({ format, headers: !copiesWithoutHeaders, rows: { from: 0, to: rowCount }, columns: shown }),
    copyWithQuery: () =>
      void copyRows({
        format: "markdown",
        headers: true,
        rows: { from: 0, to: rowCount },
        columns: shown,
        withQuery: true,
      }),
    copyStatement: () =>
      void run(async () => {
        const { values } = await host.request("copyStatement", { resultId });
        return values === 0
          ? t("Copied the statement")
          : counted(values, t("Copied the statement with {0} value"), t("Copied the statement with {0} values"));
      }),
    exportAs: (format, marked) =>
      void run(async () => {
        say(t("Exporting…"));
        const hiddenColumns = columns.length - shown.length;
        const outcome = await host.request("exportResult", {
          ...view,
          resultId,
          format,
          hiddenColumns,
          ...(marked && { hasByteOrderMark: true }),
        });
        if (outcome === null) return undefined;
        const hidden = hiddenWords(columns.length, hiddenColumns);
        const told = [
          counted(outcome.rows, t("{0} row"), t("{0} rows")),
          ...(hidden === undefined ? [] : [hidden]),
          bytes(outcome.bytes),
        ];
        return t("Exported {0}: {1}", told.join(", "), outcome.path);
      }),
    openDashboard: () =>
      void run(async () => {
        const { passed } = await host.request("openDashboard", { ...view, resultId, row: selection.head.row });
        return passed.length === 0
          ? t("Opened in the browser")
          : t("Opened in the browser with {0}", passed.join(", "));
      }),
    filterByCell: (op) =>
      void run(async () => {
        result.setView(withFilter(view, filterByValue(activeColumn, op, await wholeValue())));
        return undefined;
      }),
  };
  return { actions, notice };
}

/** What was copied, and what of the rows was not. */
function copiedWords(
  { rows, values, nulls = 0 }: Omit<CopiedText, "text">,
  { format, columns }: Pick<CopyRequest, "format" | "columns">,
  all: number,
): string {
  if (format === "sqlIn") {
    const left =
      nulls === 0
        ? ""
        : counted(
            nulls,
            t("; {0} row of NULL left out, which IN never finds"),
            t("; {0} rows of NULL left out, which IN never finds"),
          );
    return counted(values ?? 0, t("Copied IN (…) with {0} value{1}"), t("Copied IN (…) with {0} values{1}"), left);
  }
  const some =
    columns.length === all ? "" : counted(all, t(", {1} of {0} column"), t(", {1} of {0} columns"), columns.length);
  return counted(rows, t("Copied {0} row{1}"), t("Copied {0} rows{1}"), some);
}

/** NULL equals nothing in SQL, so it is asked for by name. */
export function filterByValue(
  column: number,
  op: "equals" | "excludes" | "atLeast" | "atMost",
  value: JsonValue,
): ColumnFilter {
  if (value !== null) return { column, op, value };
  return { column, op: op === "excludes" ? "isNotNull" : "isNull" };
}
