import type { ComparisonCounts } from "../../../protocol/comparing/comparison.ts";
import type { AnswerNote, ResultSummary } from "../../../protocol/query.ts";
import { answerWords } from "../../../protocol/words/answer-words.ts";
import { cutAt, isLimitedWithin } from "./limit-of.ts";
import type { ColumnPairs } from "./pair-columns.ts";

/** What a comparison says of itself. */
export interface ToldComparison {
  readonly before: ResultSummary;
  readonly after: ResultSummary;
  readonly keys: readonly string[];
  readonly pairs: ColumnPairs;
  readonly counts: ComparisonCounts;
  /** The columns in which pairs differ, with the number of rows. */
  readonly differing: readonly { readonly name: string; readonly rows: number }[];
}

/** What the two are, what their comparison came to, and everything that it could not compare. */
export function comparisonNotes(told: ToldComparison): readonly AnswerNote[] {
  const { before, after, keys, counts, pairs } = told;
  const info = (text: string): AnswerNote => ({ tone: "info", text });
  const warning = (text: string): AnswerNote => ({ tone: "warning", text });
  return [
    info(`Compared by ${keys.join(", ")}: ${countWords(told)}`),
    info(`Before is ${namedWords(before)}, now is ${namedWords(after)}.`),
    ...askedOtherwise(before, after).map(info),
    ...doubtful(
      counts.duplicate,
      "share their key with another row, so that it is not known which belong together",
    ).map(warning),
    ...doubtful(counts.keyless, "have NULL in their key, which equals nothing").map(warning),
    ...[before, after].flatMap((each) => cutWords(each, each === before ? "before" : "now")).map(warning),
    ...unreadWords(before).map(warning),
    ...(after.notes ?? []).filter(isWarning),
    ...aloneWords(pairs).map(info),
    ...typeWords(pairs).map(info),
  ];
}

function countWords({ counts, differing }: ToldComparison): string {
  const columns = differing.map(({ name, rows }) => `${name} in ${number(rows)}`).join(", ");
  const changed = `${rowsWords(counts.changed)} changed${columns === "" ? "" : ` (${columns})`}`;
  const same = `${number(counts.same)} are the same and not shown`;
  return `${changed}, ${number(counts.added)} added, ${number(counts.gone)} gone; ${same}.`;
}

function namedWords({ title, askedAt, rowCount }: ResultSummary): string {
  return `“${title}” with ${rowsWords(rowCount)}, asked ${askedAt.slice(0, 19).replace("T", " ")} UTC`;
}

/** What else than the time may be why they differ. */
function askedOtherwise(before: ResultSummary, after: ResultSummary): readonly string[] {
  const names = [...new Set([...Object.keys(before.params), ...Object.keys(after.params)])];
  const other = names.filter((name) => JSON.stringify(before.params[name]) !== JSON.stringify(after.params[name]));
  const written = (each: ResultSummary): string =>
    other.map((name) => `:${name} = ${JSON.stringify(each.params[name] ?? null)}`).join(", ");
  return [
    ...(before.sql.trim() === after.sql.trim() ? [] : ["The two answer different statements."]),
    ...(before.lake === after.lake ? [] : [`They are of different lakes: ${before.lake} before, ${after.lake} now.`]),
    ...(other.length === 0
      ? []
      : [`They were asked with other values: ${written(before)} before, ${written(after)} now.`]),
  ];
}

function doubtful(
  { before, after }: { readonly before: number; readonly after: number },
  why: string,
): readonly string[] {
  if (before + after === 0) return [];
  return [`${rowsWords(before)} of before and ${number(after)} of now ${why}: they are shown and not compared.`];
}

function cutWords(summary: ResultSummary, side: string): readonly string[] {
  const limit = cutAt(summary);
  const which = side === "now" ? "of now" : "of before";
  return [
    ...(limit === undefined
      ? []
      : [
          `The result ${which} ends at its LIMIT of ${rowsWords(limit)}: compared is what is held, and rows may be added or gone only because the limit left them out.`,
        ]),
    ...(isLimitedWithin(summary)
      ? [
          `A query within the statement ${which} has a LIMIT: rows may be added, gone or changed only because of what that left out.`,
        ]
      : []),
  ];
}

/** The later one's own notes stand beside the comparison; the earlier one's are told here. */
function unreadWords(before: ResultSummary): readonly string[] {
  const { tone, lines } = answerWords({ coverage: before.coverage, notes: (before.notes ?? []).filter(isWarning) });
  return tone === "warning" ? [`Of the result of before: ${lines.join(" ")}`] : [];
}

const isWarning = ({ tone }: AnswerNote): boolean => tone === "warning";

function aloneWords({ onlyBefore, onlyAfter }: ColumnPairs): readonly string[] {
  const names = (columns: ColumnPairs["onlyAfter"]): string => columns.map(({ uniqueName }) => uniqueName).join(", ");
  return [
    ...(onlyBefore.length === 0
      ? []
      : [`Only the result of before has ${names(onlyBefore)}: shown last, not compared.`]),
    ...(onlyAfter.length === 0 ? [] : [`Only the result of now has ${names(onlyAfter)}: shown, not compared.`]),
  ];
}

function typeWords({ shared }: ColumnPairs): readonly string[] {
  const other = shared.filter(({ before, after }) => before.shown.type !== after.shown.type);
  if (other.length === 0) return [];
  const each = other.map(({ name, before, after }) => `${name} was ${before.shown.type} and is ${after.shown.type}`);
  return [`Compared as text, because the types differ: ${each.join("; ")}.`];
}

function rowsWords(rows: number): string {
  return rows === 1 ? "1 row" : `${number(rows)} rows`;
}

function number(value: number): string {
  return value.toLocaleString("en-US");
}
