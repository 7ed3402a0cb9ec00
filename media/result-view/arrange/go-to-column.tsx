import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../../../src/base/translated.ts";
import type { ResultColumn } from "../../../src/protocol/query.ts";
import { TextField } from "../../shared/controls.tsx";
import { MarkedText } from "../../shared/marked-text.tsx";
import { scrollInView } from "../../shared/scroll-in-view.ts";
import type { ColumnLayout } from "../grid/column-layout.ts";
import "./go-to-column.css";

/** Columns that are listed at once. */
const most = 200;

/** A list of all columns that narrows while one types; the first of it is gone to by Enter. */
export function GoToColumn(props: {
  readonly columns: readonly ResultColumn[];
  readonly layout: ColumnLayout;
  readonly onGo: (column: number) => void;
}): JSX.Element {
  const [sought, setSought] = useState("");
  const [place, setPlace] = useState(0);
  const form = useRef<HTMLDivElement>(null);
  useEffect(() => form.current?.querySelector<HTMLElement>("vscode-text-field")?.focus(), []);
  const text = sought.toLowerCase();
  const found = props.layout.order.filter((column) => props.columns[column]?.name.toLowerCase().includes(text));
  // Names that begin with the text are meant more often than names that hold it.
  const ranked = found.toSorted((a, b) => Number(beginsWith(b)) - Number(beginsWith(a))).slice(0, most);
  const active = Math.min(place, ranked.length - 1);
  useEffect(() => scrollInView(form.current?.querySelector(".go-active")), [active]);

  return (
    <div ref={form} class="go">
      <TextField
        label={t("Name of a column")}
        placeholder={t("Go to column")}
        value={sought}
        onInput={(value) => {
          setSought(value);
          setPlace(0);
        }}
        onSubmit={() => {
          const column = ranked[active];
          if (column !== undefined) props.onGo(column);
        }}
        onKey={(event) => {
          if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
          setPlace(Math.max(0, Math.min(active + (event.key === "ArrowDown" ? 1 : -1), ranked.length - 1)));
          event.preventDefault();
        }}
      />
      <div class="go-list" role="listbox" aria-label={t("Columns")}>
        {ranked.map((column, index) => (
          <button
            key={column}
            type="button"
            class={`go-column${index === active ? " go-active" : ""}`}
            role="option"
            aria-selected={index === active}
            tabIndex={-1}
            onClick={() => props.onGo(column)}
          >
            <MarkedText text={props.columns[column]?.name ?? ""} />
            {isLeftOut(column) && <span class="go-note"> {t("hidden")}</span>}
          </button>
        ))}
      </div>
      {ranked.length === 0 && <div class="go-note">{t("No column has it in its name.")}</div>}
    </div>
  );

  function beginsWith(column: number): boolean {
    return props.columns[column]?.name.toLowerCase().startsWith(text) ?? false;
  }

  function isLeftOut(column: number): boolean {
    return props.layout.hidden.includes(column) || (props.layout.empty?.includes(column) ?? false);
  }
}
