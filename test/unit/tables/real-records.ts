import { readFileSync } from "node:fs";

/** The records of a published file of test/fixtures/real. */
export function realRecords(name: string): readonly Readonly<Record<string, unknown>>[] {
  const text = readFileSync(new URL(`../../fixtures/real/${name}-log-analytics.jsonl`, import.meta.url), "utf8");
  return text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line): Readonly<Record<string, unknown>> => JSON.parse(line));
}
