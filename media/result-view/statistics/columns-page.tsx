import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { t } from "../../../src/base/translated.ts";
import type { ResultColumn } from "../../../src/protocol/query.ts";
import { visibleText } from "../../../src/protocol/words/visible-text.ts";
import { count, counted, percent } from "../../shared/amounts.ts";
import { Button, Checkbox, LinkButton, TextField } from "../../shared/controls.tsx";
import { MarkedText } from "../../shared/marked-text.tsx";
import type { Clock } from "../../shared/shown-time.ts";
import { type ColumnLayout, leaveOut, showColumn, shownColumns } from "../grid/column-layout.ts";
import { shownValue } from "./shown-value.ts";
import type { Statistics, StatisticsState } from "./use-statistics.ts";
import "./columns-page.css";

const headings = [
  { words: "NULL", isNumber: true },
  { words: t("Distinct"), isNumber: true },
  { words: t("Minimum"), isNumber: false },
  { words: t("Maximum"), isNumber: false },
  { words: t("Mean"), isNumber: true },
  { words: t("Most frequent"), isNumber: false },
];

/** Every column of a result: whether it is shown, its type, and its statistics when asked for. */
export function ColumnsPage(props: {
  readonly columns: readonly ResultColumn[];
  readonly layout: ColumnLayout;
  readonly statistics: Statistics;
  readonly clock: Clock;
  readonly onLayout: (layout: ColumnLayout) => void;
}): JSX.Element {
  const { columns, layout, statistics } = props;
  const [sought, setSought] = useState("");
  const listed = layout.order.filter((column) =>
    columns[column]?.name.toLowerCase().includes(sought.trim().toLowerCase()),
  );
  const unknown = listed.filter((column) => statistics.of(column) === undefined);
  const shown = shownColumns(layout);
  const which = listed.length === layout.order.length ? "all" : "found";
  return (
    <div class="columns-page">
      <div class="columns-actions">
        <TextField
          label={t("Find columns")}
          placeholder={t("Find columns")}
          icon="search"
          value={sought}
          onInput={setSought}
          onClear={() => setSought("")}
        />
        <Button appearance="secondary" onPress={() => props.onLayout(listed.reduce(showColumn, layout))}>
          {t("Show {0}", which)}
        </Button>
        <Button appearance="secondary" onPress={() => props.onLayout(listed.reduce(leaveOut, layout))}>
          {t("Hide {0}", which)}
        </Button>
        <Button appearance="secondary" disabled={unknown.length === 0} onPress={() => statistics.load(listed)}>
          {t("Show statistics of {0} columns", which)}
        </Button>
        <span class="columns-type" role="status">
          {counted(columns.length, t("{1} of {0} column shown"), t("{1} of {0} columns shown"), count(shown.length))}
        </span>
      </div>
      <table class="columns-table">
        <thead>
          <tr>
            <th scope="col">
              <span class="visually-hidden">{t("Shown")}</span>
            </th>
            <th scope="col">{t("Column")}</th>
            <th scope="col">{t("Type")}</th>
            {headings.map(({ words, isNumber }) => (
              <th key={words} scope="col" class={isNumber ? "columns-number" : ""}>
                {words}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {listed.map((index) => {
            const column = columns[index];
            if (!column) return null;
            const isShown = shown.includes(index);
            return (
              <tr key={index}>
                <td>
                  <Checkbox
                    label={t("Show {0}", visibleText(column.name))}
                    checked={isShown}
                    onChange={(show) => props.onLayout(show ? showColumn(layout, index) : leaveOut(layout, index))}
                  />
                </td>
                <th scope="row">
                  <MarkedText text={column.name} />
                </th>
                <td class="columns-type columns-short" title={column.type}>
                  {column.type}
                </td>
                <Numbers
                  clock={props.clock}
                  column={column}
                  state={statistics.of(index)}
                  onLoad={() => statistics.load([index])}
                />
              </tr>
            );
          })}
        </tbody>
      </table>
      {listed.length === 0 && <p class="columns-note">{t("No column has it in its name.")}</p>}
    </div>
  );
}

function Numbers(props: {
  readonly clock: Clock;
  readonly column: ResultColumn;
  readonly state: StatisticsState | undefined;
  readonly onLoad: () => void;
}): JSX.Element {
  const { column, state } = props;
  if (state === undefined) {
    return (
      <td colSpan={headings.length}>
        <LinkButton label={t("Statistics of {0}", visibleText(column.name))} onPress={props.onLoad}>
          {t("Statistics")}
        </LinkButton>
      </td>
    );
  }
  if (state.kind !== "ready") {
    return (
      <td colSpan={headings.length} class="columns-type">
        {state.kind === "loading" ? t("Counting…") : state.message}
      </td>
    );
  }
  const { nulls, rows, distinct, min, max, mean, top } = state.statistics;
  const first = top[0];
  const most = first ? `${shownValue(first.value, column, undefined, props.clock)} (${count(first.count)})` : "";
  return (
    <>
      <td class="columns-number">{nulls === 0 ? "0" : `${count(nulls)} (${percent(nulls, rows)})`}</td>
      <td class="columns-number">{count(distinct)}</td>
      <td class="columns-value">{min === null ? "" : shownValue(min, column, undefined, props.clock)}</td>
      <td class="columns-value">{max === null ? "" : shownValue(max, column, undefined, props.clock)}</td>
      <td class="columns-number">{mean === null ? "" : count(mean)}</td>
      <td class="columns-value">{most}</td>
    </>
  );
}
