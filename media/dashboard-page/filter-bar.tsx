import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { t } from "../../src/base/translated.ts";
import type { DashboardFilters } from "../../src/protocol/dashboard/dashboard-page.ts";
import { isDay } from "../../src/protocol/log-day.ts";
import type { Days } from "../../src/protocol/relative-days.ts";
import { Button, Dropdown, TextField } from "../shared/controls.tsx";
import "./filter-bar.css";

const words = ["last 24 hours", "last 7 days", "last 30 days", "last 90 days", "all days held"] as const;
type Period = (typeof words)[number] | "custom";

const periods: readonly { readonly value: Period; readonly label: string }[] = [
  ...words.map((value) => ({ value, label: `${value.charAt(0).toUpperCase()}${value.slice(1)}` })),
  { value: "custom", label: t("From … to …") },
];

/** What narrows all tiles down: days, user, application. A text counts with Enter, or when its field is left. */
export function FilterBar(props: {
  readonly filters: DashboardFilters;
  /** The days that are asked for now, once they are known. */
  readonly days: Days | undefined;
  readonly onChange: (filters: DashboardFilters) => void;
  readonly onRefresh: () => void;
}): JSX.Element {
  const { filters, days, onChange } = props;
  const [isCustom, setCustom] = useState(!words.some((each) => each === filters.days.from));
  // Days that were chosen along a chart are no words.
  useEffect(() => {
    if (isDay(filters.days.from)) setCustom(true);
  }, [filters.days.from]);
  const known = words.find((each) => each === filters.days.from && each === filters.days.to);
  const choose = (period: Period): void => {
    setCustom(period === "custom");
    if (period !== "custom") onChange({ ...filters, days: { from: period, to: period } });
    else if (days) onChange({ ...filters, days });
  };
  return (
    <search class="filter-bar">
      <div class="filter-field">
        <Dropdown
          label={t("Days")}
          value={isCustom || known === undefined ? "custom" : known}
          options={periods}
          onChange={choose}
        />
      </div>
      {isCustom ? (
        <Range days={filters.days} onChange={(range) => onChange({ ...filters, days: range })} />
      ) : (
        <p class="filter-days">{days && t("{0} – {1} UTC", days.from, days.to)}</p>
      )}
      <Typed
        label={t("User")}
        placeholder={t("User: all")}
        value={filters.user}
        onChange={(user) => onChange({ ...filters, user })}
      />
      <Typed
        label={t("Application")}
        placeholder={t("Application: all")}
        value={filters.application}
        onChange={(application) => onChange({ ...filters, application })}
      />
      <Button appearance="icon" icon="refresh" label={t("Ask all tiles again")} onPress={props.onRefresh} />
    </search>
  );
}

/** A text that counts when the person is done with it. */
function Typed(props: {
  readonly label: string;
  readonly placeholder: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}): JSX.Element {
  const { label, placeholder, value, onChange } = props;
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  const tell = (text: string): void => {
    if (text.trim() !== value) onChange(text.trim());
  };
  return (
    <div class="filter-field filter-text">
      <TextField
        label={label}
        placeholder={placeholder}
        value={typed}
        onInput={setTyped}
        onSubmit={() => tell(typed)}
        onLeave={() => tell(typed)}
        onClear={() => {
          setTyped("");
          tell("");
        }}
      />
    </div>
  );
}

/** Two days, both included. A range that is none is not asked for, and says why. */
function Range(props: { readonly days: Days; readonly onChange: (days: Days) => void }): JSX.Element {
  const [typed, setTyped] = useState(props.days);
  useEffect(() => setTyped(props.days), [props.days.from, props.days.to]);
  const wrong = problemOf(typed);
  const tell = (): void => {
    const { from, to } = typed;
    if (wrong === undefined && (from !== props.days.from || to !== props.days.to)) props.onChange(typed);
  };
  return (
    <div class="filter-range">
      {(["from", "to"] as const).map((end) => (
        <TextField
          key={end}
          label={end === "from" ? t("First day, UTC") : t("Last day, UTC")}
          placeholder="2026-11-22"
          value={typed[end]}
          isInvalid={wrong !== undefined}
          onInput={(value) => setTyped((before) => ({ ...before, [end]: value.trim() }))}
          onSubmit={tell}
          onLeave={tell}
        />
      ))}
      {wrong !== undefined && (
        <span class="filter-wrong" role="alert">
          {wrong}
        </span>
      )}
    </div>
  );
}

function problemOf({ from, to }: Days): string | undefined {
  if (!isDay(from) || !isDay(to)) return t("A day is written as 2026-11-22.");
  return from > to ? t("The days begin after they end.") : undefined;
}
