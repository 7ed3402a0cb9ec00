import { createHash } from "node:crypto";
import * as v from "valibot";
import { t } from "../../../base/translated.ts";
import type { ShownRun } from "../../../protocol/notebook/notebook-output.ts";
import type { ResultSummary } from "../../../protocol/query.ts";
import { answerWords } from "../../../protocol/words/answer-words.ts";
import { lakeName } from "../../../protocol/words/asked-words.ts";
import { splitStatements } from "../../../sqlfile/statements.ts";

/** What a file of outputs holds at most; another is none of ours. */
export const outputBounds = { bytes: 16 * 1024 * 1024, cells: 1000, runs: 20, columns: 500, rows: 200 } as const;

const text = v.pipe(v.string(), v.maxLength(100_000));
const scalar = v.union([text, v.number(), v.boolean(), v.null()]);
const cell = v.union([scalar, v.object({ cut: text, length: v.number() })]);
const instant = v.pipe(
  text,
  v.check((given) => !Number.isNaN(Date.parse(given))),
);

const run = v.object({
  title: text,
  askedAt: instant,
  lake: text,
  engine: v.picklist(["duckdb", "athena"]),
  params: v.record(text, v.union([scalar, v.array(v.union([text, v.number()]))])),
  notRead: v.pipe(v.array(text), v.maxLength(100)),
  /** Something of what was not read may be missing from the rows. */
  isWarned: v.exactOptional(v.literal(true)),
  simulated: v.boolean(),
  columns: v.pipe(
    v.array(v.object({ name: text, type: text, kind: v.picklist(["text", "number", "time", "boolean", "nested"]) })),
    v.maxLength(outputBounds.columns),
  ),
  rowCount: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  rows: v.pipe(v.array(v.pipe(v.array(cell), v.maxLength(outputBounds.columns))), v.maxLength(outputBounds.rows)),
});

const schema = v.object({
  format: v.literal("tenanttrail-outputs"),
  version: v.literal(1),
  keptAt: instant,
  cells: v.pipe(
    v.array(
      v.object({
        /** Which of the notebook's cells it was, and the SHA-256 of its text. */
        index: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
        text: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
        runs: v.pipe(v.array(run), v.maxLength(outputBounds.runs)),
      }),
    ),
    v.maxLength(outputBounds.cells),
  ),
});

/** Outputs of a notebook as they lie in the file beside it. */
export type KeptOutputs = v.InferOutput<typeof schema>;
export type KeptCell = KeptOutputs["cells"][number];
export type KeptRun = KeptCell["runs"][number];

/** Reads such a file; undefined for what is none: it may have come with somebody else's files. */
export function readKeptOutputs(bytes: Uint8Array): KeptOutputs | undefined {
  if (bytes.length > outputBounds.bytes) return undefined;
  try {
    const parsed = v.safeParse(schema, JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)));
    return parsed.success && parsed.output.cells.every(areRowsWhole) ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}

function areRowsWhole({ runs }: KeptCell): boolean {
  return runs.every(({ columns, rows, rowCount }) =>
    rows.every((row) => row.length === columns.length && rows.length <= rowCount),
  );
}

/** The bytes of such a file; undefined for outputs that are too many or too large to be read back. */
export function keptOutputsBytes(kept: KeptOutputs): Uint8Array | undefined {
  const bytes = new TextEncoder().encode(keptOutputsText(kept));
  return readKeptOutputs(bytes) && bytes;
}

/** The text of such a file: a line for each row, so that a comparison of two of them shows what changed. */
export function keptOutputsText({ cells, ...about }: KeptOutputs): string {
  const lines = cells.map(({ runs, ...of }) => {
    const told = runs.map(({ rows, ...rest }) => {
      const each = rows.map((row) => `        ${JSON.stringify(row)}`).join(",\n");
      return `      ${JSON.stringify(rest).slice(0, -1)},"rows":[\n${each}\n      ]}`;
    });
    return `    ${JSON.stringify(of).slice(0, -1)},"runs":[\n${told.join(",\n")}\n    ]}`;
  });
  return `${JSON.stringify(about).slice(0, -1)},"cells":[\n${lines.join(",\n")}\n]}\n`;
}

/** What is kept of a run: no path of this machine is among it. */
export function keptRun(summary: ResultSummary, rows: NonNullable<ShownRun["head"]>): KeptRun {
  const { title, askedAt, lake, engine, params, simulated, columns, rowCount } = summary;
  const { lines, tone } = answerWords(summary);
  return {
    title,
    askedAt,
    lake: lakeName(lake),
    engine,
    params: Object.fromEntries(
      Object.entries(params).map(([name, value]) => [name, Array.isArray(value) ? [...value] : (value as null)]),
    ),
    notRead: [...lines],
    ...(tone === "warning" && { isWarned: true }),
    simulated,
    columns: columns.map(({ name, type, kind }) => ({ name, type, kind })),
    rowCount,
    rows: rows.slice(0, outputBounds.rows).map((row) => [...row]),
  };
}

/** No result has this id, so that nothing of the file can lead to one that is held. */
export const keptBesideId = "kept-beside-the-file";

/** How a kept run is shown: as a result whose rows are held no longer, with what it says of itself. */
export function shownKeptRun(
  { rows, notRead, isWarned, ...kept }: KeptRun,
  { keptAt, isStale }: { readonly keptAt: string; readonly isStale: boolean },
): ShownRun {
  const stale = isStale
    ? [
        {
          tone: "warning" as const,
          text: t("The text of this cell was changed since: these rows answer the one that it had."),
        },
      ]
    : [];
  const where = t("Asked {0} over {1} and kept beside the file {2}.", minute(kept.askedAt), kept.lake, minute(keptAt));
  const notes = [
    ...stale,
    { tone: "info" as const, text: where },
    ...(kept.simulated
      ? [{ tone: "info" as const, text: t("The rows were made by the sample tenant; no real event is among them.") }]
      : []),
    ...notRead.map((line) => ({ tone: isWarned ? ("warning" as const) : ("info" as const), text: line })),
  ];
  const summary: ResultSummary = {
    ...kept,
    resultId: keptBesideId,
    scannedBytes: 0,
    elapsedMs: 0,
    coverage: [],
    notes,
    sql: "",
  };
  return { version: 1, runId: crypto.randomUUID(), state: { kind: "ready", summary }, head: rows };
}

function minute(instantText: string): string {
  return `${new Date(instantText).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

/** By which a cell is the one that ran. */
export function digestOfCell(cellText: string): string {
  return createHash("sha256")
    .update(cellText.replace(/\r\n|\r/g, "\n"))
    .digest("hex");
}

/**
 * By which outputs find their cell again: its text where they answer it; else, because it was edited since it ran, what
 * they do answer, so that they are told as those of another text.
 * @param answered the statements of the outputs, in their order.
 */
export function digestOfAnswered(cellText: string, answered: readonly string[]): string {
  const statements = splitStatements(cellText).map((statement) => statement.text);
  const isCurrent = answered.every((sql, index) => sql === statements[index]);
  // No cell has the text of nothing, which is what is known of outputs that were kept before.
  return digestOfCell(isCurrent ? cellText : answered.join(";\n") || "\0");
}

/**
 * What was kept of a cell: that of the same text, which may stand elsewhere by now; else that of its place, if no other
 * cell has its text.
 * @param digests of all cells, made once: there may be hundreds.
 */
export function keptOf(
  { cells }: Pick<KeptOutputs, "cells">,
  digests: readonly string[],
  index: number,
): { readonly cell: KeptCell; readonly isStale: boolean } | undefined {
  const own = digests[index];
  const twins = cells.filter(({ text: of }) => of === own);
  const nth = digests.slice(0, index).filter((digest) => digest === own).length;
  const same = twins[nth] ?? twins.at(-1);
  if (same !== undefined) return { cell: same, isStale: false };
  const here = cells.find((each) => each.index === index && !digests.includes(each.text));
  return here && { cell: here, isStale: true };
}
