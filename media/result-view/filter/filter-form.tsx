import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../../../src/base/translated.ts";
import type { ColumnFilter, ResultColumn, ResultView } from "../../../src/protocol/query.ts";
import { Button, Dropdown, TextField } from "../../shared/controls.tsx";
import { Problem } from "../../shared/form/problem.tsx";
import type { Clock } from "../../shared/shown-time.ts";
import type { ResultHost } from "../result-host.ts";
import { type FilterChoice, filterChoices, needsValue, parseFilterValue } from "./filter-value.ts";
import { ValueList } from "./value-list.tsx";
import { withFilter, withoutColumn, withPicked } from "./view-query.ts";
import "./filter-form.css";

/** Asks how a column is to be filtered. */
export function FilterForm(props: {
  readonly column: ResultColumn;
  readonly index: number;
  readonly host: ResultHost;
  readonly resultId: string;
  readonly view: ResultView;
  readonly meanings: Readonly<Record<string, string>> | undefined;
  readonly clock: Clock;
  readonly onView: (view: ResultView) => void;
}): JSX.Element {
  const choices = filterChoices(props.column);
  const [op, setOp] = useState<FilterChoice>(choices[0]?.value ?? "equals");
  const [text, setText] = useState("");
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const form = useRef<HTMLDivElement>(null);

  useEffect(() => form.current?.querySelector<HTMLElement>("vscode-text-field")?.focus(), []);

  const add = (filter: ColumnFilter): void => props.onView(withFilter(props.view, filter));
  const apply = (): void => {
    if (!needsValue(op)) {
      add({ column: props.index, op });
      return;
    }
    const parsed = parseFilterValue(props.column, op, text);
    if ("problem" in parsed) setProblem(parsed.problem);
    else add({ column: props.index, op, value: parsed.value });
  };

  return (
    <div ref={form} class="filter-form">
      <div class="filter-name">{props.column.name}</div>
      <Dropdown label={t("Comparison")} value={op} options={choices} onChange={setOp} />
      {needsValue(op) && (
        <TextField
          label={t("Value of {0}", props.column.name)}
          placeholder={props.column.kind === "time" ? t("2026-11-22 03:14 (UTC)") : t("Value")}
          value={text}
          onInput={(value) => {
            setText(value);
            setProblem(undefined);
          }}
          onSubmit={apply}
        />
      )}
      {props.column.kind === "time" && props.clock === "local" && (
        <div class="values-note">{t("Times are typed and sought in UTC.")}</div>
      )}
      {problem !== undefined && <Problem text={problem} />}
      <Button appearance="primary" onPress={apply}>
        {t("Filter")}
      </Button>
      <ValueList
        host={props.host}
        resultId={props.resultId}
        view={withoutColumn(props.view, props.index)}
        column={props.column}
        index={props.index}
        meanings={props.meanings}
        clock={props.clock}
        onPick={(values) => props.onView(withPicked(props.view, props.index, values))}
      />
    </div>
  );
}
