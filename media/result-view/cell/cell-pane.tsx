import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { t } from "../../../src/base/translated.ts";
import { CancelledError } from "../../../src/protocol/errors.ts";
import type { Cell, CellRequest, JsonValue, ResultColumn } from "../../../src/protocol/query.ts";
import { visibleText } from "../../../src/protocol/words/visible-text.ts";
import { count, counted } from "../../shared/amounts.ts";
import { Button, TextField } from "../../shared/controls.tsx";
import { copyUnmarked, MarkedText } from "../../shared/marked-text.tsx";
import { localTime, shownTime } from "../../shared/shown-time.ts";
import { Tabs } from "../../shared/tabs.tsx";
import type { ResultHost } from "../result-host.ts";
import { splitAtFinds } from "./find-text.ts";
import { FoundText } from "./found-text.tsx";
import { PaneSash } from "./pane-sash.tsx";
import { Tree } from "./tree.tsx";
import { type BranchValue, isBranch, isSmall, nestedIn } from "./value-tree.ts";
import "./cell-pane.css";

/** Characters of a text drawn at first, and added by each press of the button. */
const page = 50_000;

type Loaded =
  | { readonly kind: "value"; readonly value: JsonValue }
  | { readonly kind: "loading" }
  | { readonly kind: "failed"; readonly message: string };

/** The whole of one cell beside the grid: as text, or as a tree when it is nested. */
export function CellPane(props: {
  readonly host: ResultHost;
  readonly request: CellRequest;
  readonly column: ResultColumn;
  readonly cell: Cell | undefined;
  readonly meaning: string | undefined;
  readonly onCopy: (text: string) => void;
  readonly width: number;
  readonly onWidth: (width: number) => void;
  /** What else can be open in its place. */
  readonly modes: JSX.Element;
  readonly onClose: () => void;
}): JSX.Element {
  const { column, request } = props;
  const loaded = useValue(props.host, request, column, props.cell);
  const [sought, setSought] = useState("");
  const [form, setForm] = useState<"tree" | "text">("tree");
  const value = loaded.kind === "value" ? loaded.value : null;
  const nested = useMemo(
    () => (typeof value === "string" ? nestedIn(value) : isBranch(value) ? value : undefined),
    [value],
  );
  const text = useMemo(() => wholeText(value, nested, column), [value, nested, column]);

  return (
    <aside
      class="pane"
      aria-label={t("Cell: {0}", visibleText(column.name))}
      style={{ "--pane-width": `${props.width}px` }}
      onKeyDown={(event) => {
        if (event.key === "Escape") props.onClose();
      }}
    >
      <PaneSash width={props.width} onWidth={props.onWidth} />
      <header class="pane-header">
        {props.modes}
        <h2 class="pane-title">
          <MarkedText text={column.name} /> <span class="pane-note">{column.type}</span>
        </h2>
        <Button
          appearance="icon"
          icon="copy"
          label={t("Copy value")}
          onPress={() => props.onCopy(typeof value === "string" && column.kind !== "time" ? value : text)}
        />
        <Button appearance="icon" icon="close" label={t("Close")} onPress={props.onClose} />
      </header>
      <div class="pane-bar">
        <TextField label={t("Find in cell")} placeholder={t("Find")} icon="search" value={sought} onInput={setSought} />
        {nested !== undefined && (
          <Tabs
            label={t("Form")}
            value={form}
            tabs={[
              { value: "tree", label: t("Tree") },
              { value: "text", label: t("Text") },
            ]}
            onChange={setForm}
          />
        )}
      </div>
      <div class="pane-content" onCopy={copyUnmarked}>
        {loaded.kind === "loading" && <p class="pane-note">{t("Reading…")}</p>}
        {loaded.kind === "failed" && (
          <p role="alert">
            <MarkedText text={loaded.message} />
          </p>
        )}
        {loaded.kind === "value" && nested !== undefined && form === "tree" && <Tree value={nested} sought={sought} />}
        {loaded.kind === "value" && (nested === undefined || form === "text") && (
          <LongText key={`${request.row}/${request.column}`} value={value} text={text} sought={sought} />
        )}
        {props.meaning !== undefined && <p class="pane-note">{props.meaning}</p>}
        {column.kind === "time" && <p class="pane-note">{localTime(text.replace(" ", "T"))}</p>}
      </div>
      <footer class="pane-footer pane-note">
        {t("Row {0}", count(request.row + 1))}
        {typeof value === "string" && counted(value.length, t(" · {0} character"), t(" · {0} characters"))}
      </footer>
    </aside>
  );
}

/** A nested value with at most so many values and levels is set out in lines; a larger one is shown as it came. */
const setOut = { values: 5000, depth: 50 } as const;

function wholeText(value: JsonValue, nested: BranchValue | undefined, column: ResultColumn): string {
  if (nested !== undefined && isSmall(nested, setOut.values, setOut.depth)) return JSON.stringify(nested, null, 2);
  if (value === null) return "NULL";
  if (isBranch(value)) return JSON.stringify(value);
  return column.kind === "time" ? shownTime(String(value)) : String(value);
}

function LongText(props: { readonly value: JsonValue; readonly text: string; readonly sought: string }): JSX.Element {
  const [limit, setLimit] = useState(page);
  const finds = useMemo(
    () => (props.sought === "" ? undefined : splitAtFinds(props.text, props.sought).filter((part) => part.found)),
    [props.text, props.sought],
  );
  const rest = props.text.length - limit;
  if (props.value === null) return <p class="pane-note">{t("NULL: the record has no value here.")}</p>;
  if (props.value === "") return <p class="pane-note">{t("An empty text.")}</p>;
  return (
    <>
      {finds && (
        <p class="pane-note">
          {finds.length >= 1000 ? t("1,000 or more finds") : counted(finds.length, t("{0} find"), t("{0} finds"))}
        </p>
      )}
      <pre class="pane-text">
        <FoundText text={props.text.slice(0, limit)} sought={props.sought} />
      </pre>
      {rest > 0 && (
        <Button appearance="secondary" onPress={() => setLimit(limit + page)}>
          {counted(rest, t("Show more of {0} character"), t("Show more of {0} characters"))}
        </Button>
      )}
    </>
  );
}

/** The whole value: nested and cut ones come from the host, others are in the grid already. */
function useValue(host: ResultHost, request: CellRequest, column: ResultColumn, cell: Cell | undefined): Loaded {
  const isWhole = cell !== undefined && column.kind !== "nested" && (cell === null || typeof cell !== "object");
  const [loaded, setLoaded] = useState<Loaded>({ kind: "loading" });
  const latest = useRef(request);
  latest.current = request;
  const key = JSON.stringify(request);

  useLayoutEffect(
    () => setLoaded(isWhole ? { kind: "value", value: cell } : { kind: "loading" }),
    [key, isWhole, cell],
  );
  useEffect(() => {
    if (isWhole) return;
    const controller = new AbortController();
    host.request("readCell", latest.current, controller.signal).then(
      (value) => {
        if (!controller.signal.aborted) setLoaded({ kind: "value", value });
      },
      (error: unknown) => {
        if (error instanceof CancelledError) return;
        setLoaded({ kind: "failed", message: error instanceof Error ? error.message : String(error) });
      },
    );
    return () => controller.abort();
  }, [host, key, isWhole]);
  return loaded;
}
