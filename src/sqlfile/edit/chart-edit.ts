import { Document, isMap, isNode, type Node, parseDocument } from "yaml";
import type { ChartDeclaration } from "../../protocol/chart/chart-spec.ts";
import { TenantTrailError } from "../../protocol/errors.ts";
import { findHeader } from "../header.ts";

/** What stands in a text instead of some of its characters; UTF-16 offsets. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * The one edit that writes a chart into a file's header, and changes nothing else: in the place of its chart, as a last
 * line, or as a header of its own where the file has none.
 *
 * @throws TenantTrailError `bad-argument` for a header that cannot be read, and for a name that a comment cannot hold.
 */
export function chartEdit(text: string, chart: ChartDeclaration): TextEdit {
  const line = chartLine(chart);
  const header = findHeader(text);
  const lineEnd = text.includes("\r\n") ? "\r\n" : "\n";
  if (header === undefined) {
    const start = text.startsWith("\uFEFF") ? 1 : 0;
    return { start, end: start, text: `/*---${lineEnd}${line}${lineEnd}---*/${lineEnd}` };
  }
  const yaml = text.slice(header.yamlStart, header.yamlEnd);
  const document = parseDocument(yaml, { prettyErrors: false });
  const { contents } = document;
  if (!header.isClosed || document.errors.length > 0 || (contents !== null && !isMap(contents)))
    throw new TenantTrailError(
      "bad-argument",
      "The header of this query cannot be read. Correct it, and keep the chart then.",
    );
  const pair = contents?.items.find(({ key }) => String(key) === "chart");
  const [from] = rangeOf(pair?.key) ?? [];
  if (pair !== undefined && from !== undefined) {
    const [, to = from] = rangeOf(pair.value) ?? rangeOf(pair.key) ?? [];
    // A chart without a value ends with its colon.
    const end = pair.value === null || to === from ? yaml.indexOf(":", from) + 1 : to;
    // A value in lines ends with the break of its last one.
    const written = yaml.slice(from, Math.max(end, from)).trimEnd();
    return { start: header.yamlStart + from, end: header.yamlStart + from + written.length, text: line };
  }
  if (contents !== null && contents.flow === true)
    throw new TenantTrailError(
      "bad-argument",
      "The header of this query is written in braces. Add the chart to it by hand.",
    );
  const indent = contents === null ? "" : indentOf(yaml, rangeOf(contents.items[0]?.key)?.[0] ?? 0);
  const endsLine = /(^|\n)[ \t]*$/.test(yaml);
  const at = header.yamlStart + (endsLine ? yaml.replace(/[ \t]*$/, "").length : yaml.length);
  const before = endsLine && yaml !== "" ? "" : lineEnd;
  return { start: at, end: at, text: `${before}${indent}${line}${lineEnd}` };
}

/** `chart: { type: bar, x: account, y: failures }` */
function chartLine(chart: ChartDeclaration): string {
  const { type, x, y, series, aggregate } = chart;
  const fields = {
    type,
    ...(x !== undefined && { x }),
    ...(y !== undefined && y.length > 0 && { y: y.length === 1 ? y[0] : y }),
    ...(series !== undefined && { series }),
    ...(aggregate !== undefined && { aggregate }),
  };
  const document = new Document({ chart: fields });
  const value = document.get("chart");
  if (isMap(value)) value.flow = true;
  const line = document.toString({ lineWidth: 0, flowCollectionPadding: true }).trimEnd();
  if (line.includes("*/") || /[\r\n]/.test(line))
    throw new TenantTrailError(
      "bad-argument",
      "A column of this chart has a name that the header cannot hold. Give it another one in the query with AS.",
    );
  return line;
}

function indentOf(yaml: string, at: number): string {
  return /[ \t]*$/.exec(yaml.slice(0, at))?.[0] ?? "";
}

function rangeOf(node: unknown): readonly [number, number] | undefined {
  const range = isNode(node) ? (node as Node).range : undefined;
  return range ? [range[0], range[1]] : undefined;
}
