import type { EvidencePart, EvidenceRequest } from "../../protocol/evidence/evidence-types.ts";
import type { ReadTable, ResultOrigin } from "../../protocol/evidence/result-origin.ts";
import type { ResultSummary } from "../../protocol/query.ts";
import { answerWords } from "../../protocol/words/answer-words.ts";
import { askedWords } from "../../protocol/words/asked-words.ts";
import type {
  EvidenceFacts,
  EvidenceResult,
  EvidenceSlice,
  EvidenceStatement,
  SliceStanding,
} from "./facts/evidence-facts.ts";
import { evidenceFormat, resultName } from "./facts/evidence-names.ts";
import { changedSince, leftOutSentence, untoldWords } from "./facts/evidence-words.ts";

/** A statement of the investigation with what is known of its result. */
export interface ToldStatement {
  readonly number: number;
  readonly part: Extract<EvidencePart, { kind: "statement" }>;
  readonly told?: { readonly summary: ResultSummary; readonly origin: ResultOrigin };
}

/** How the slices of each lake stand, by the lake and the path. */
export type Standing = ReadonlyMap<string, ReadonlyMap<string, SliceStanding>>;

/** What the results of one lake read, tables with all their slices once. */
export function readByLake(statements: readonly ToldStatement[]): ReadonlyMap<string, readonly ReadTable[]> {
  const told = statements.flatMap(({ told: each }) => (each === undefined ? [] : [each]));
  return new Map(
    [...Map.groupBy(told, ({ summary }) => summary.lake)].map(([lake, of]) => {
      const tables = Map.groupBy(
        of.flatMap(({ origin }) => origin.read ?? []),
        ({ table }) => table,
      );
      const merged = [...tables].map(([table, reads]) => ({
        table,
        slices: [...new Map(reads.flatMap(({ slices }) => slices).map((slice) => [slice.path, slice])).values()],
      }));
      return [lake, merged.filter(({ slices }) => slices.length > 0)] as const;
    }),
  );
}

/** A statement as the evidence tells it. */
export function statementFacts({ number, part, told }: ToldStatement, standing: Standing): EvidenceStatement {
  const { title, sql, leftOut, ranAgain, remark } = part;
  const about = { number, title, sql, ...(remark !== undefined && { remark }) };
  if (told === undefined)
    return { ...about, ...(leftOut && { leftOut: { ...leftOut, sentence: leftOutSentence(leftOut) } }) };
  return { ...about, result: resultFacts(number, title, told, ranAgain === true, standing) };
}

function resultFacts(
  number: number,
  title: string,
  { summary, origin }: NonNullable<ToldStatement["told"]>,
  ranAgain: boolean,
  standing: Standing,
): EvidenceResult {
  const { engine, lake, simulated, params, askedAt, elapsedMs, scannedBytes, rowCount, columns, coverage } = summary;
  const { athena, read } = origin;
  const name = resultName(number, title);
  return {
    engine,
    lake,
    simulated,
    params,
    asked: askedWords(summary),
    askedAt,
    elapsedMs,
    scannedBytes,
    ranAgain,
    rows: rowCount,
    columns,
    csv: `${name}.csv`,
    parquet: `${name}.parquet`,
    notRead: [...answerWords(summary).lines, ...untoldWords(engine, read)],
    coverage,
    ...(athena && { athena }),
    read:
      read?.map(({ table, entry, slices }) => ({
        table,
        entry: entry ?? null,
        slices: slices.map(({ path }) => path),
      })) ?? null,
    changedSince: changedSince(read ?? [], standing.get(lake) ?? new Map()),
  };
}

/** Every slice that some statement read, once. */
export function sliceFacts(statements: readonly ToldStatement[], standing: Standing): readonly EvidenceSlice[] {
  const readBy = new Map<string, Omit<EvidenceSlice, "readBy"> & { readonly readBy: number[] }>();
  for (const { number, told } of statements) {
    const lake = told?.summary.lake ?? "";
    for (const { table, slices } of told?.origin.read ?? [])
      for (const slice of slices) {
        const key = `${lake}\n${slice.path}`;
        const known = readBy.get(key);
        if (known !== undefined) known.readBy.push(number);
        else {
          const stands = standing.get(lake)?.get(slice.path) ?? "unknown";
          readBy.set(key, { ...slice, table, lake, standing: stands, readBy: [number] });
        }
      }
  }
  return [...readBy.values()].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

/** What `investigation.json` says before its statements. */
export function aboutFacts(
  { title, madeBy, keepsFormulas }: EvidenceRequest,
  exportedAt: string,
  statements: readonly ToldStatement[],
  engineVersion: string,
): Pick<EvidenceFacts, "format" | "version" | "title" | "exportedAt" | "madeBy" | "engines" | "formulas"> {
  const told = statements.flatMap(({ told: each }) => each ?? []);
  const athena = new Set(told.flatMap(({ origin }) => (origin.athena ? [origin.athena.engineVersion ?? ""] : [])));
  return {
    format: evidenceFormat.name,
    version: evidenceFormat.version,
    title,
    exportedAt,
    madeBy: { product: "TenantTrail", ...madeBy },
    engines: [
      ...(told.some(({ summary }) => summary.engine === "duckdb")
        ? [{ engine: "DuckDB", version: engineVersion }]
        : []),
      ...[...athena].map((version) => ({ engine: "Amazon Athena", version: version || "of an unknown version" })),
    ],
    formulas: keepsFormulas === true ? "kept" : "neutralised",
  };
}

/** The slices of a lake that are looked into for what was imported, and what is said of the others. */
export function lookedInto(
  statements: readonly ToldStatement[],
  lake: string,
  tables: readonly ReadTable[],
  stands: ReadonlyMap<string, SliceStanding>,
): {
  readonly there: readonly { readonly table: ReadTable["table"]; readonly path: string }[];
  readonly notes: readonly string[];
} {
  const here = new Set(
    statements.flatMap(({ told }) =>
      told?.summary.lake === lake && told.summary.engine === "duckdb"
        ? (told.origin.read ?? []).flatMap(({ slices }) => slices.map(({ path }) => path))
        : [],
    ),
  );
  const all = tables.flatMap(({ table, slices }) => slices.map(({ path }) => ({ table, path })));
  const read = all.filter(({ path }) => here.has(path));
  const there = read.filter(({ path }) => stands.get(path) === "same");
  // Of a lake that is not open nobody knows how its slices stand.
  const known = read.filter(({ path }) => stands.has(path));
  const [elsewhere, lacked] = [all.length - read.length, known.length - there.length];
  return {
    there,
    notes: [
      ...(elsewhere > 0
        ? [
            `${elsewhere} slices that only Athena read were not fetched, so the files that were imported into them are not named. Run the statements on this machine to have them named.`,
          ]
        : []),
      ...(lacked > 0
        ? [
            `${lacked} of the slices read are not there as they were; files that were imported into them alone are not named.`,
          ]
        : []),
    ],
  };
}
