/** The keys of a header's levels, and what each says. */
export type KeyDocs = Readonly<Record<string, string>>;

export const headerKeys: KeyDocs = {
  title: "What the query is called in the tree, the results and the history.",
  description: "What it finds, what it cannot see, and what to do with a hit.",
  severity: "How much a hit matters: informational, low, medium, high or critical.",
  attack: "ATT&CK techniques and tactics, for example [T1110.003].",
  tables: "The tables that it reads.",
  source: "Where the idea is from.",
  params: "Its parameters: name: { type, default, description }. A statement uses them as :name.",
  chart: "How its result is drawn: { type, x, y, series, aggregate }.",
  dashboard: "Makes it a tile of the dashboard: { order, size }.",
};

export const parameterKeys: KeyDocs = {
  type: "varchar, bigint, double, boolean, date, timestamp, array(varchar) or array(bigint).",
  default: "The value that it begins with. Days of from and to may be words: last 30 days.",
  description: "What it is for, shown when it is asked for.",
};

export const chartKeys: KeyDocs = {
  type: "bar, line, area, pie, scatter, number, heatmap or map (of countries).",
  x: "The column along the horizontal axis.",
  y: "The columns that are drawn.",
  series: "The column whose values become series.",
  aggregate: "What is made of values that fall together: count, sum, avg, min, max or distinct.",
};

export const dashboardKeys: KeyDocs = {
  order: "A number; tiles with a lower one stand first.",
  size: "normal, or wide: two columns.",
};
