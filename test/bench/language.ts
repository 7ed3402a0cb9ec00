import { parseArgs } from "node:util";
import { LanguageFeatures } from "../../src/language/language-features.ts";
import { longFile } from "./editor/long-file.ts";

const { values: options } = parseArgs({ options: { lines: { type: "string", default: "2000" } } });
const lines = Number(options.lines);

/** The same lines as one statement, whose named queries are the shipped ones' shape. */
function longStatement(): string {
  const named = Array.from(
    { length: Math.floor(lines / 10) - 1 },
    (_, index) =>
      `q${index} AS (\n  SELECT\n    userId AS user${index},\n    status.errorCode AS code,\n    count(*) AS n\n  FROM signins\n  WHERE dt BETWEEN :from AND :to\n    AND outcome = 'failure'\n  GROUP BY 1, 2\n)`,
  );
  return `WITH ${named.slice(0, 190).join(",\n")}\nSELECT q0. FROM q0 JOIN q1 ON q0.code = q1.code\n`;
}

/** Processor milliseconds of some keystrokes at a place: the typed character is another each time. */
function typed(
  text: string,
  at: number,
  ask: (features: LanguageFeatures, text: string, at: number) => void,
): number[] {
  const features = new LanguageFeatures();
  ask(features, text, at);
  return Array.from({ length: 25 }, (_, index) => {
    const next = `${text.slice(0, at)}${"abcdefghijklmnopqrstuvwxyz"[index]}${text.slice(at)}`;
    const before = process.cpuUsage();
    ask(features, next, at + 1);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  }).sort((a, b) => a - b);
}

function say(what: string, times: readonly number[]): void {
  const [median = 0, most = 0] = [times[Math.floor(times.length / 2)], times.at(-1)];
  process.stdout.write(`${what.padEnd(64)} processor ${median.toFixed(1)} ms, at most ${most.toFixed(1)} ms\n`);
}

const complete = (features: LanguageFeatures, text: string, at: number): void => void features.completion(text, at);
const find = (features: LanguageFeatures, text: string): void => void [...features.findings(text)];
for (const [name, text] of [
  ["statements", longFile(lines)],
  ["one statement", longStatement()],
] as const) {
  const at = name === "statements" ? text.indexOf("SELECT", text.length / 2) + 7 : text.indexOf("q0. FROM") + 3;
  process.stdout.write(`\n${text.split("\n").length} lines, ${name}, ${text.length} characters\n`);
  say("completion at a keystroke", typed(text, at, complete));
  say("problems after a keystroke", typed(text, at, find));
  const fresh = new LanguageFeatures();
  const before = process.cpuUsage();
  find(fresh, text);
  const { user, system } = process.cpuUsage(before);
  say("problems of the whole file when it is opened", [(user + system) / 1000]);
}
