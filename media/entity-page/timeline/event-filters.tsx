import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { t } from "../../../src/base/translated.ts";
import type { Fact } from "../../../src/protocol/entity/entity-page.ts";
import { eventColumns } from "../../../src/protocol/entity/shown-event.ts";
import { tableNames } from "../../../src/protocol/tables.ts";
import { visibleText } from "../../../src/protocol/words/visible-text.ts";
import { count } from "../../shared/amounts.ts";
import { TextField } from "../../shared/controls.tsx";
import { Icon } from "../../shared/icon.tsx";
import { Menu, type MenuItem } from "../../shared/menu.tsx";
import { type Anchor, anchorUnder } from "../../shared/popup.tsx";
import type { EntityHost } from "../entity-host.ts";
import { eventKinds } from "../event-icons.ts";
import { type ChosenColumn, type EventChoices, toggled, viewOf } from "./event-view.ts";
import "./event-filters.css";

const outcomes = ["success", "failure", "interrupted"] as const;

/** A list of a column's values with how many events have each. */
interface OpenValues {
  readonly column: "application" | "ipAddress";
  readonly anchor: Anchor;
  readonly values: readonly { readonly value: string | null; readonly count: number }[];
  readonly distinct: number;
}

/** Chips that narrow the timeline: kinds, outcomes, applications, addresses, and a text. */
export function EventFilters(props: {
  readonly host: EntityHost;
  readonly resultId: string;
  readonly choices: EventChoices;
  readonly facts: readonly Fact[];
  readonly names: ReadonlyMap<string, string>;
  readonly onChange: (choices: EventChoices) => void;
}): JSX.Element {
  const { host, choices, facts, onChange } = props;
  const [open, setOpen] = useState<OpenValues | undefined>(undefined);
  const held = new Set(facts.flatMap(({ fact, value }) => (fact === "table" ? [value] : [])));
  const tables = facts.length === 0 ? tableNames : tableNames.filter((table) => held.has(table));
  const openValues = async (column: OpenValues["column"], anchor: Anchor): Promise<void> => {
    const others = toggledOff(choices, column);
    const request = { ...viewOf(others), resultId: props.resultId, column: eventColumns.indexOf(column) };
    const { values, distinct } = await host.request("columnValues", request);
    const texts = values.map(({ value, count: events }) => ({
      value: value === null ? null : String(value),
      count: events,
    }));
    setOpen({ column, anchor, values: texts, distinct });
  };
  const chip = (column: ChosenColumn, value: string, label: string, icon?: string): JSX.Element => (
    <button
      key={value}
      type="button"
      class="event-chip"
      aria-pressed={choices.chosen[column]?.includes(value) ?? false}
      onClick={() => onChange(toggled(choices, column, value))}
    >
      {icon !== undefined && <Icon name={icon} />}
      {label}
    </button>
  );
  const list = (column: OpenValues["column"], title: string): JSX.Element => (
    <button
      type="button"
      class="event-chip"
      aria-haspopup="menu"
      aria-pressed={choices.chosen[column] !== undefined}
      onClick={(event) => void openValues(column, anchorUnder(event.currentTarget)).catch(() => undefined)}
    >
      {title}
      {choices.chosen[column] !== undefined && `: ${choices.chosen[column].map((value) => nameOf(value)).join(", ")}`}
      <Icon name="chevron-down" />
    </button>
  );
  return (
    <div class="event-filters" role="toolbar" aria-label={t("Filters of the timeline")}>
      {tables.map((table) => chip("table", table, eventKinds[table].words, eventKinds[table].icon))}
      <span class="event-gap" />
      {outcomes.map((outcome) => chip("outcome", outcome, outcome))}
      <span class="event-gap" />
      {list("application", t("Application"))}
      {list("ipAddress", t("Address"))}
      <TextField
        label={t("Find in the timeline")}
        placeholder={t("Find a text")}
        icon="search"
        value={choices.search}
        onInput={(search) => onChange({ ...choices, search })}
        onClear={() => onChange({ ...choices, search: "" })}
      />
      {open && (
        <Menu
          anchor={open.anchor}
          label={open.column === "application" ? t("Applications") : t("Addresses")}
          groups={[
            open.values.map(({ value, count: events }): MenuItem => {
              const label = nameOf(value);
              return {
                label,
                key: count(events),
                checked: choices.chosen[open.column]?.includes(value) ?? false,
                act: () => onChange(toggled(choices, open.column, value)),
              };
            }),
            open.distinct > open.values.length
              ? [
                  {
                    label: t("{0} more", count(open.distinct - open.values.length)),
                    disabled: true,
                    act: () => undefined,
                  },
                ]
              : [],
          ]}
          onClose={() => setOpen(undefined)}
        />
      )}
    </div>
  );

  function nameOf(value: string | null): string {
    return value === null || value === "" ? "(none)" : visibleText(value);
  }
}

/** What is offered does not depend on what is chosen of the same column. */
function toggledOff(choices: EventChoices, column: ChosenColumn): EventChoices {
  const { [column]: _own, ...others } = choices.chosen;
  return { ...choices, chosen: others };
}
