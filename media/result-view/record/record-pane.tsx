import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useMemo, useState } from "preact/hooks";
import { t } from "../../../src/base/translated.ts";
import type { Cell, CellRequest, ResultColumn } from "../../../src/protocol/query.ts";
import type { ValueMeanings } from "../../../src/protocol/result-page.ts";
import { count, counted } from "../../shared/amounts.ts";
import { Button, LinkButton, TextField } from "../../shared/controls.tsx";
import type { Clock } from "../../shared/shown-time.ts";
import { PaneSash } from "../cell/pane-sash.tsx";
import type { ResultHost } from "../result-host.ts";
import type { FieldActions } from "./record-line.tsx";
import { childrenShown, keyOf, recordFields, recordLines } from "./record-lines.ts";
import { RecordTree } from "./record-tree.tsx";
import { useWholeValues } from "./use-whole-values.ts";
import "../cell/cell-pane.css";
import "./record-pane.css";

/** A row as its fields beside the grid, nested values as a tree. */
export function RecordPane(props: {
  readonly host: ResultHost;
  readonly request: Omit<CellRequest, "column">;
  readonly rowCount: number;
  readonly columns: readonly ResultColumn[];
  /** Columns from first to last, hidden ones too. */
  readonly order: readonly number[];
  readonly cells: readonly Cell[] | undefined;
  readonly meanings: readonly ValueMeanings[];
  /** The active cell's column, whose field is brought into view. */
  readonly activeColumn: number;
  readonly actions: FieldActions;
  readonly clock: Clock;
  readonly width: number;
  readonly hidesEmpty: boolean;
  readonly modes: JSX.Element;
  readonly onWidth: (width: number) => void;
  readonly onHideEmpty: (hide: boolean) => void;
  readonly onRow: (by: 1 | -1) => void;
  readonly onClose: () => void;
}): JSX.Element {
  const { request, columns, order, cells, meanings, hidesEmpty } = props;
  const whole = useWholeValues(props.host, request);
  const [sought, setSought] = useState("");
  const [active, setActive] = useState(keyOf({ column: props.activeColumn, path: [] }));
  const [toggled, setToggled] = useState<ReadonlyMap<string, boolean>>(new Map());
  const [limits, setLimits] = useState<ReadonlyMap<string, number>>(new Map());
  useLayoutEffect(() => setActive(keyOf({ column: props.activeColumn, path: [] })), [props.activeColumn]);

  const fields = useMemo(
    () => (cells === undefined ? [] : recordFields(cells, columns, order, whole.known, meanings)),
    [cells, columns, order, whole.known, meanings],
  );
  const { lines, emptyHidden, isSearchCut } = useMemo(
    () => recordLines(fields, meanings, { sought, hidesEmpty, toggled, limits, clock: props.clock }),
    [fields, meanings, sought, hidesEmpty, toggled, limits, props.clock],
  );
  // What is sought may stand behind the cut.
  useEffect(() => {
    if (sought === "") return;
    whole.load(fields.flatMap(({ column, cutFrom }) => (cutFrom === undefined ? [] : [column])));
  }, [sought, fields, whole.load]);

  const row = request.row + 1;
  return (
    <aside
      class="pane record-pane"
      aria-label={t("Row {0}", count(row))}
      style={{ "--pane-width": `${props.width}px` }}
      onKeyDown={(event) => {
        if (event.key === "Escape") props.onClose();
        else if (event.altKey && event.key === "ArrowDown") props.onRow(1);
        else if (event.altKey && event.key === "ArrowUp") props.onRow(-1);
      }}
    >
      <PaneSash width={props.width} onWidth={props.onWidth} />
      <header class="pane-header">
        {props.modes}
        <span class="pane-place pane-note" role="status">
          {t("Row {0} of {1}", count(row), count(props.rowCount))}
        </span>
        <Button
          appearance="icon"
          icon="arrow-up"
          label={t("Previous row (Alt+Up)")}
          disabled={row <= 1}
          onPress={() => props.onRow(-1)}
        />
        <Button
          appearance="icon"
          icon="arrow-down"
          label={t("Next row (Alt+Down)")}
          disabled={row >= props.rowCount}
          onPress={() => props.onRow(1)}
        />
        <Button appearance="icon" icon="close" label={t("Close")} onPress={props.onClose} />
      </header>
      <div class="pane-bar">
        <TextField
          label={t("Find in row")}
          placeholder={t("Find a field or a value")}
          icon="search"
          value={sought}
          onInput={setSought}
          onClear={() => setSought("")}
        />
        <Button
          appearance="icon"
          icon={hidesEmpty ? "eye-closed" : "eye"}
          label={t("Hide empty fields")}
          pressed={hidesEmpty}
          onPress={() => props.onHideEmpty(!hidesEmpty)}
        />
      </div>
      <div class="record-content">
        {cells === undefined && <p class="record-note">{t("Reading…")}</p>}
        {whole.failure !== undefined && (
          <p class="record-note" role="alert">
            {whole.failure}
          </p>
        )}
        <RecordTree
          label={t("Fields of row {0}", count(row))}
          lines={lines}
          columns={columns}
          clock={props.clock}
          active={active}
          sought={sought}
          actions={props.actions}
          onActive={setActive}
          onToggle={(line) => {
            if (line.field.cutFrom !== undefined) whole.load([line.field.column]);
            else setToggled((before) => new Map(before).set(line.key, line.isOpen !== true));
          }}
          onMore={(parent) =>
            setLimits((before) => new Map(before).set(parent, (before.get(parent) ?? childrenShown) + childrenShown))
          }
          onRow={props.onRow}
        />
        {cells !== undefined && sought !== "" && lines.length === 0 && (
          <p class="record-note">
            {whole.isReading ? t("Reading the long values…") : t("No field and no value of this row holds it.")}
          </p>
        )}
      </div>
      <div class="pane-footer pane-note" role="status">
        {whole.isReading && t("Reading the long values… ")}
        {isSearchCut && t("A value is too large to be searched to its end. ")}
        {emptyHidden > 0 && (
          <>
            {counted(emptyHidden, t("{0} empty field is hidden."), t("{0} empty fields are hidden."))}{" "}
            <LinkButton onPress={() => props.onHideEmpty(false)}>{t("Show")}</LinkButton>
          </>
        )}
      </div>
    </aside>
  );
}
