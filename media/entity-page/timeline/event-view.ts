import { type EventColumn, eventColumns } from "../../../src/protocol/entity/shown-event.ts";
import type { ColumnFilter, ResultView } from "../../../src/protocol/query.ts";

/** What a timeline can be narrowed to by one press. */
export type ChosenColumn = Extract<EventColumn, "table" | "outcome" | "application" | "ipAddress">;

/** What a timeline is narrowed to: values of a column, of which an event must have one, and a text. */
export interface EventChoices {
  readonly chosen: Readonly<Partial<Record<ChosenColumn, readonly (string | null)[]>>>;
  readonly search: string;
}

export const allEvents: EventChoices = { chosen: {}, search: "" };

/** The choices with a value taken or left in a column. */
export function toggled(choices: EventChoices, column: ChosenColumn, value: string | null): EventChoices {
  const before = choices.chosen[column] ?? [];
  const after = before.includes(value) ? before.filter((each) => each !== value) : [...before, value];
  const { [column]: _former, ...others } = choices.chosen;
  return { ...choices, chosen: after.length === 0 ? others : { ...others, [column]: after } };
}

export function isNarrowed({ chosen, search }: EventChoices): boolean {
  return search !== "" || Object.keys(chosen).length > 0;
}

/** The choices as a view of the held result. */
export function viewOf({ chosen, search }: EventChoices): ResultView {
  const filters = Object.entries(chosen).map(
    ([column, value]): ColumnFilter => ({
      column: eventColumns.indexOf(column as ChosenColumn),
      op: "oneOf",
      value,
    }),
  );
  return { ...(filters.length > 0 && { filters }), ...(search !== "" && { search }) };
}
