import type { JsonValue } from "../query.ts";
import type { DashboardParameter } from "./listed-dashboards.ts";

/** Values of a row by the names of their columns. */
export type RowValues = Readonly<Record<string, JsonValue>>;

/** A link with the values that it carries. */
export interface DashboardLink {
  readonly url: string;
  /** The names of the dashboard's parameters that have a value of the row. */
  readonly passed: readonly string[];
}

/**
 * The link to a dashboard with the values of a row in it: a parameter takes the column that has its name, in any case.
 * Values stand behind the `#`, which a browser sends to nobody. A value that does not fit its parameter is left out, and
 * so is text that Quick Sight takes for something else: `[ALL]` and NUL.
 * (https://docs.aws.amazon.com/quick/latest/userguide/parameters-in-a-url.html) Pure.
 */
export function dashboardLink(
  url: string,
  parameters: readonly DashboardParameter[],
  values: RowValues,
): DashboardLink {
  const byName = new Map<string, JsonValue>();
  for (const [name, value] of Object.entries(values)) {
    const key = name.toLowerCase();
    // Two columns may differ by case alone; the first counts, as it stands first in the row.
    if (!byName.has(key)) byName.set(key, value);
  }
  const given = parameters.flatMap((parameter) => {
    const text = textOf(parameter, byName.get(parameter.name.toLowerCase()));
    return text === undefined ? [] : [{ name: parameter.name, text }];
  });
  const fragment = given.map(({ name, text }) => `p.${encodeURIComponent(name)}=${encodeURIComponent(text)}`).join("&");
  return { url: fragment === "" ? url : `${url}#${fragment}`, passed: given.map(({ name }) => name) };
}

function textOf({ kind }: DashboardParameter, value: JsonValue | undefined): string | undefined {
  if (value === undefined || value === null || typeof value === "object") return undefined;
  const text = String(value);
  if (text === "[ALL]" || text.includes("\0") || !text.isWellFormed()) return undefined;
  switch (kind) {
    case "text":
      return text;
    case "integer":
      return /^-?\d{1,19}$/.test(text) ? text : undefined;
    case "decimal":
      return text.trim() !== "" && Number.isFinite(Number(text)) ? text : undefined;
    case "time":
      return timeOf(text);
  }
}

/** Quick Sight takes a time without a zone for UTC. */
function timeOf(text: string): string | undefined {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const [, time] = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.\d+)?Z$/.exec(text) ?? [];
  return day ? `${text}T00:00:00` : time;
}
