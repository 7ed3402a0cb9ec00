import { aggregates, chartTypes } from "../../protocol/chart/chart-spec.ts";
import { parameterTypes } from "../../protocol/query-parameters.ts";
import { severities, tileSizes } from "../../sqlfile/header-types.ts";
import { lakeTables } from "../knowledge/lake-tables.ts";
import type { Completion, Item } from "../language-answers.ts";
import type { LanguageFile } from "../language-file.ts";
import { chartKeys, dashboardKeys, headerKeys, type KeyDocs, parameterKeys } from "./header-keys.ts";

/** What can be typed in a header: keys, and the words that a key takes. */
export function completeHeader(file: LanguageFile, offset: number): Completion {
  const { yaml, text } = file;
  const nothing = { items: [], replaces: { start: offset, end: offset } };
  if (yaml === undefined || offset < yaml.start || offset > yaml.end) return nothing;
  const lineStart = text.lastIndexOf("\n", offset - 1) + 1;
  const before = text.slice(lineStart, offset);
  const [word = ""] = /[\p{L}\p{N}_()]*$/u.exec(before) ?? [];
  const replaces = {
    start: offset - word.length,
    end: offset + (/^[\p{L}\p{N}_]*/u.exec(text.slice(offset))?.[0].length ?? 0),
  };
  return { items: itemsFor(before.slice(0, before.length - word.length), text.slice(yaml.start, lineStart)), replaces };
}

function itemsFor(line: string, above: string): readonly Item[] {
  if (/^\s*#/.test(line)) return [];
  const indent = /^\s*/.exec(line)?.[0].length ?? 0;
  const value = valueKey(line);
  const section = indent === 0 ? /^(\w+):/.exec(line)?.[1] : sectionOf(above);
  if (value === undefined) {
    if (line.trim() !== "" && !/[{,]\s*$/.test(line)) return [];
    if (indent === 0 && line.trim() === "") return keys(headerKeys);
    if (section === "params" && (indent > 2 || line.includes("{"))) return keys(parameterKeys);
    if (section === "dashboard") return keys(dashboardKeys);
    return section === "chart" ? keys(chartKeys) : [];
  }
  if (section === "severity") return words(severities);
  if (section === "tables") return words([...lakeTables.keys()]);
  if (section === "dashboard" && value === "size") return words(tileSizes);
  if (section === "params" && value === "type") return words(parameterTypes);
  if (section === "params" && value === "default")
    return words(["last 30 days", "last 7 days", "last 24 hours", "all days held"]);
  if (section === "chart" && value === "aggregate") return words(aggregates);
  return section === "chart" && (value === "type" || value === "chart") ? words(chartTypes) : [];
}

/** The key whose value is being written on a line. */
function valueKey(line: string): string | undefined {
  return /(?:^|[{,\s])(\w+):\s*(?:\[[^\]]*)?$/.exec(line)?.[1];
}

/** The key of the outermost level that the lines above end in. */
function sectionOf(above: string): string | undefined {
  return above
    .split("\n")
    .findLast((line) => /^\w+:/.test(line))
    ?.replace(/:.*/s, "");
}

function keys(docs: KeyDocs): readonly Item[] {
  return Object.entries(docs).map(([label, documentation]) => ({
    label,
    kind: "key",
    documentation,
    insert: `${label}: `,
    rank: 0,
  }));
}

function words(values: readonly string[]): readonly Item[] {
  return values.map((label) => ({ label, kind: "value", rank: 0 }));
}
