import { isMap, isNode, parseDocument, type YAMLMap } from "yaml";
import { reportKeys, shapeProblem } from "./header-shape.ts";
import { type Diagnostic, type Header, type HeaderBlock, severities } from "./header-types.ts";
import { readChart, readDashboard, readParams } from "./header-values.ts";
import { type Report, rangeOf, type ToPlain, toPlain } from "./header-yaml.ts";
import { placesIn } from "./place.ts";

const opening = "/*---";
const blank = /\s+/y;
const comment = /--[^\r\n]*/y;
const closing = "---*/";
const technique = /^T\d{4}(\.\d{3})?$/;
const tactic = /^TA\d{4}$/;

/** Where the header block lies; one without `---*\/` reaches to the end of its comment, or of the text. */
interface HeaderPlace {
  readonly start: number;
  readonly end: number;
  readonly yamlStart: number;
  readonly yamlEnd: number;
  readonly isClosed: boolean;
}

/** Finds the header block; `undefined` when the text has none. */
export function findHeader(text: string): HeaderPlace | undefined {
  const start = firstOfFile(text);
  if (!text.startsWith(opening, start)) return undefined;
  const yamlStart = start + opening.length;
  const close = text.indexOf(closing, yamlStart);
  const commentEnd = text.indexOf("*/", yamlStart);
  if (close !== -1 && close < commentEnd)
    return { start, end: close + closing.length, yamlStart, yamlEnd: close, isClosed: true };
  const yamlEnd = commentEnd === -1 ? text.length : commentEnd;
  return { start, end: commentEnd === -1 ? text.length : commentEnd + 2, yamlStart, yamlEnd, isClosed: false };
}

/** Where the first thing stands that is neither blank nor a comment of one line. */
function firstOfFile(text: string): number {
  let at = text.startsWith("\uFEFF") ? 1 : 0;
  for (;;) {
    const before = at;
    for (const pattern of [blank, comment]) {
      pattern.lastIndex = at;
      if (pattern.test(text)) at = pattern.lastIndex;
    }
    if (at === before) return at;
  }
}

/** True when the file carries our header, broken or not: lenses and diagnostics act only on such files. */
export function hasHeader(text: string): boolean {
  return text.startsWith(opening, firstOfFile(text));
}

/**
 * Reads the YAML header of a saved query: the leading block comment between `/*---` and `---*\/`.
 * Never throws: what cannot be read is a diagnostic with its place, and the rest is kept.
 */
export function readHeader(text: string): HeaderBlock | undefined {
  const block = findHeader(text);
  if (block === undefined) return undefined;
  const diagnostics: Diagnostic[] = [];
  const placeAt = placesIn(text.slice(0, block.end));
  const report: Report = (severity, message, range, about) => {
    const start = Math.min(block.yamlStart + (range?.[0] ?? 0), text.length);
    // The library puts what is missing at the end one behind it.
    const end = Math.min(
      range === undefined ? block.yamlEnd : Math.max(start, block.yamlStart + range[1]),
      text.length,
    );
    diagnostics.push({ severity, message, start, end, place: placeAt(start, end - start), ...(about && { about }) });
  };
  if (!block.isClosed) report("error", "The header is not closed with ---*/", [0, 0]);
  const yaml = text.slice(block.yamlStart, block.yamlEnd);
  const unreadable = shapeProblem(yaml);
  if (unreadable !== undefined) {
    report("error", unreadable.message, unreadable.at);
    return { header: emptyHeader, diagnostics, start: block.start, end: block.end };
  }
  // The library compares every key with every other; our own check looks at each key once.
  const document = parseDocument(yaml, { prettyErrors: false, uniqueKeys: false });
  for (const problem of [...document.errors, ...document.warnings])
    report(problem.name === "YAMLWarning" ? "warning" : "error", problem.message, problem.pos);
  reportKeys(document, report);
  const root = document.contents;
  if (root !== null && !isMap(root)) report("error", "The header must be a list of `key: value` lines");
  const header = isMap(root) ? readFields(root, toPlain(document, report), report) : emptyHeader;
  return { header, diagnostics, start: block.start, end: block.end };
}

const emptyHeader: Header = { attack: [], tables: [], params: [], other: {} };

function readFields(root: YAMLMap, plain: ToPlain, report: Report): Header {
  const header: { -readonly [K in keyof Header]: Header[K] } = { ...emptyHeader };
  const other = new Map<string, unknown>();
  for (const pair of root.items) {
    const key = String(pair.key);
    const node = isNode(pair.value) ? pair.value : undefined;
    const range = rangeOf(pair.value) ?? rangeOf(pair.key);
    const value = plain(node);
    switch (key) {
      case "title":
      case "description":
        if (value === null || value === undefined) break;
        if (typeof value === "object") report("error", `${key} must be text`, range);
        else header[key] = String(value);
        break;
      case "severity": {
        const severity = severities.find((known) => known === value);
        if (severity === undefined) report("error", `severity must be one of ${severities.join(", ")}`, range);
        else header.severity = severity;
        break;
      }
      case "attack":
        header.attack = texts(value, key, report, range);
        for (const id of header.attack)
          if (!technique.test(id) && !tactic.test(id))
            report("warning", `${id} is no ATT&CK id such as T1110.003`, range);
        break;
      case "tables":
        header.tables = texts(value, key, report, range);
        break;
      case "params":
        header.params = readParams(
          node,
          plain,
          (severity, message, place) => report(severity, message, place, "params"),
          range,
        );
        break;
      case "chart": {
        const chart = readChart(value, report, range);
        if (chart !== undefined) header.chart = chart;
        break;
      }
      case "dashboard": {
        const place = readDashboard(value, report, range);
        if (place !== undefined) header.dashboard = place;
        break;
      }
      default:
        other.set(key, value);
    }
  }
  return { ...header, other: Object.fromEntries(other) };
}

function texts(value: unknown, key: string, report: Report, range: readonly [number, number] | undefined): string[] {
  if (value === null || value === undefined) return [];
  const items: readonly unknown[] = Array.isArray(value) ? value : String(value).split(/[\s,]+/);
  if (items.some((item) => typeof item === "object")) report("error", `${key} must be a list of words`, range);
  return items
    .filter((item) => typeof item !== "object")
    .map(String)
    .filter((item) => item !== "");
}
