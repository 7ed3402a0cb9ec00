import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { t } from "../../../src/base/translated.ts";
import { CancelledError } from "../../../src/protocol/errors.ts";
import type { ColumnValues, JsonValue, ResultColumn, ResultView } from "../../../src/protocol/query.ts";
import { count } from "../../shared/amounts.ts";
import { Button, Checkbox, TextField } from "../../shared/controls.tsx";
import { MarkedText } from "../../shared/marked-text.tsx";
import type { Clock } from "../../shared/shown-time.ts";
import { shownCell } from "../grid/shown-cell.ts";
import type { ResultHost } from "../result-host.ts";
import "./value-list.css";

/** How long typing must pause before the values are sought, in milliseconds. */
const pause = 250;

/** The values of a column, most frequent first, of which some are picked. */
export function ValueList(props: {
  readonly host: ResultHost;
  readonly resultId: string;
  /** The rows whose values are listed. */
  readonly view: ResultView;
  readonly column: ResultColumn;
  readonly index: number;
  readonly meanings: Readonly<Record<string, string>> | undefined;
  readonly clock: Clock;
  readonly onPick: (values: readonly JsonValue[]) => void;
}): JSX.Element {
  const { host, resultId, view, index, column } = props;
  const [sought, setSought] = useState("");
  const [known, setKnown] = useState<ColumnValues | string | undefined>(undefined);
  const [picked, setPicked] = useState<ReadonlySet<JsonValue>>(new Set());

  useEffect(() => {
    const controller = new AbortController();
    const request = { ...view, resultId, column: index, ...(sought !== "" && { contains: sought }) };
    const timer = setTimeout(
      () => {
        host.request("columnValues", request, controller.signal).then(
          (values) => {
            if (!controller.signal.aborted) setKnown(values);
          },
          (error: unknown) => {
            if (controller.signal.aborted || error instanceof CancelledError) return;
            setKnown(error instanceof Error ? error.message : String(error));
          },
        );
      },
      known === undefined ? 0 : pause,
    );
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [host, resultId, index, sought]);

  const toggle = (value: JsonValue, on: boolean): void => {
    const next = new Set(picked);
    if (on) next.add(value);
    else next.delete(value);
    setPicked(next);
  };
  return (
    <div class="values">
      <TextField
        label={t("Find a value")}
        placeholder={t("Or pick from the values")}
        value={sought}
        onInput={setSought}
      />
      {known === undefined && <div class="values-note">{t("Reading…")}</div>}
      {typeof known === "string" && <div role="alert">{known}</div>}
      {typeof known === "object" && (
        <>
          {/* biome-ignore lint/a11y/useSemanticElements: a field set has a frame of its own */}
          <div class="values-list" role="group" aria-label={t("Values of {0}", column.name)}>
            {known.values.map(({ value, count: times }) => {
              const { text, meaning, kind } = shownCell(value as string, column, props.meanings, props.clock);
              return (
                <div key={JSON.stringify(value)} class="values-line">
                  <Checkbox
                    label={`${text}${meaning === undefined ? "" : ` ${meaning}`}, ${count(times)}`}
                    checked={picked.has(value)}
                    onChange={(on) => toggle(value, on)}
                  >
                    <span class={kind === "value" ? "values-text" : "values-text values-note"}>
                      <MarkedText text={text} />
                      {meaning !== undefined && <span class="values-note"> {meaning}</span>}
                    </span>
                  </Checkbox>
                  <span class="values-note">{count(times)}</span>
                </div>
              );
            })}
          </div>
          {known.values.length < known.distinct && (
            <div class="values-note">
              {t("The {0} most frequent of {1}.", count(known.values.length), count(known.distinct))}
            </div>
          )}
          {known.distinct === 0 && <div class="values-note">{t("No value has it.")}</div>}
        </>
      )}
      <Button appearance="secondary" disabled={picked.size === 0} onPress={() => props.onPick([...picked])}>
        {picked.size === 0 ? t("Show picked values") : t("Show {0} picked", count(picked.size))}
      </Button>
    </div>
  );
}
