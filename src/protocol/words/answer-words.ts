import type { AnswerNote, ResultSummary } from "../query.ts";
import { type CoverageWords, coverageWords } from "./coverage-words.ts";

/** What an answer says of what it did not see and of what it cannot show, with what may be missing first. */
export function answerWords({ coverage, notes = [] }: Pick<ResultSummary, "coverage" | "notes">): CoverageWords {
  const { tone, lines, canFill } = coverageWords(coverage);
  const texts = (wanted: AnswerNote["tone"]): readonly string[] =>
    notes.filter((note) => note.tone === wanted).map(({ text }) => text);
  const warnings = texts("warning");
  return {
    tone: warnings.length > 0 ? "warning" : tone === "none" && notes.length > 0 ? "info" : tone,
    lines: [...warnings, ...lines, ...texts("info")],
    canFill,
  };
}
