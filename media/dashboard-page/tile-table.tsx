import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { t } from "../../src/base/translated.ts";
import { CancelledError } from "../../src/protocol/errors.ts";
import type { ResultSummary, ResultWindow } from "../../src/protocol/query.ts";
import type { ValueMeanings } from "../../src/protocol/result-page.ts";
import { visibleText } from "../../src/protocol/words/visible-text.ts";
import { shownCell } from "../result-view/grid/shown-cell.ts";
import { counted } from "../shared/amounts.ts";
import { LinkButton } from "../shared/controls.tsx";
import { MarkedText } from "../shared/marked-text.tsx";
import type { DashboardHost } from "./dashboard-host.ts";
import "./tile-table.css";

/** What fits into a tile; all rows and columns are in the result panel. */
const mostRows = 7;
const mostColumns = { normal: 3, wide: 6 } as const;

/** The first rows of a result, and how many there are. */
export function TileTable(props: {
  readonly summary: ResultSummary;
  readonly meanings: readonly ValueMeanings[];
  readonly isWide: boolean;
  readonly host: DashboardHost;
  readonly onRows: () => void;
}): JSX.Element {
  const { summary, meanings, host } = props;
  const { resultId, rowCount } = summary;
  const [found, setFound] = useState<ResultWindow | { readonly problem: string }>();
  useEffect(() => {
    const stop = new AbortController();
    setFound(undefined);
    host
      .request("readWindow", { resultId, offset: 0, limit: mostRows }, stop.signal)
      .then(setFound)
      .catch((error: unknown) => {
        if (!(error instanceof CancelledError))
          setFound({ problem: error instanceof Error ? error.message : String(error) });
      });
    return () => stop.abort(new CancelledError());
  }, [host, resultId]);
  if (found === undefined) return <p class="tile-said">{t("Reads the rows…")}</p>;
  if ("problem" in found)
    return (
      <p class="tile-said" role="alert">
        <MarkedText text={found.problem} />
      </p>
    );
  const all = rowCount > found.rows.length ? counted(rowCount, t("All {0} row"), t("All {0} rows")) : t("All columns");
  const columns = summary.columns.slice(0, mostColumns[props.isWide ? "wide" : "normal"]);
  return (
    <>
      <div class="tile-table">
        <table>
          <thead>
            <tr>
              {columns.map(({ name, kind }) => (
                <th key={name} scope="col" class={kind === "number" ? "tile-number" : ""}>
                  <MarkedText text={name} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {found.rows.map((row, index) => (
              <tr key={index}>
                {columns.map((column, place) => {
                  const of = meanings.find((each) => each.column === place && each.field === undefined);
                  const { text, kind, meaning } = shownCell(row[place] ?? null, column, of?.values);
                  return (
                    <td key={place} class={`tile-${kind}${column.kind === "number" ? " tile-number" : ""}`}>
                      {visibleText(text)}
                      {meaning !== undefined && <span class="tile-meaning"> {meaning}</span>}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {(rowCount > found.rows.length || summary.columns.length > columns.length) && (
        <LinkButton label={t("{0} of {1}", all, visibleText(summary.title))} onPress={props.onRows}>
          {all}
        </LinkButton>
      )}
    </>
  );
}
