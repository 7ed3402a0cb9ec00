import type { TextRange } from "../language-answers.ts";
import { aggregateDocs } from "./aggregate-docs.ts";
import { generalDocs } from "./general-docs.ts";
import { listDocs } from "./list-docs.ts";
import { numberDocs } from "./number-docs.ts";
import { textDocs } from "./text-docs.ts";
import { timeDocs } from "./time-docs.ts";

/** A function that runs on this machine and on Athena. */
export interface KnownFunction {
  readonly name: string;
  /** Each way of calling it, for example `split(text, separator) → array(varchar)`. */
  readonly calls: readonly string[];
  /** What it gives, in a sentence. */
  readonly gives: string;
}

/** By name in lower case. */
export const knownFunctions: ReadonlyMap<string, KnownFunction> = new Map(
  [generalDocs, textDocs, numberDocs, timeDocs, listDocs, aggregateDocs]
    .flatMap((docs) => Object.entries(docs))
    .map(([name, [calls, gives]]) => [name, { name, calls: calls.split("\n"), gives }]),
);

/** Words that are called without brackets. */
export function isBare({ calls }: KnownFunction): boolean {
  return calls.every((call) => !call.includes("("));
}

/** Where the parameters stand in a way of calling; `*` and none are no parameters. */
export function parametersOf(call: string): readonly TextRange[] {
  const open = call.indexOf("(");
  const found: TextRange[] = [];
  let start = open + 1;
  let depth = 0;
  for (let at = start; open !== -1 && at < call.length; at++) {
    const sign = call[at];
    if (sign === "(") depth++;
    else if (sign === ")" && depth > 0) depth--;
    else if (depth === 0 && (sign === "," || sign === ")")) {
      const text = call.slice(start, at);
      const begin = start + text.length - text.trimStart().length;
      if (text.trim() !== "" && text.trim() !== "*") found.push({ start: begin, end: at });
      if (sign === ")") break;
      start = at + 1;
    }
  }
  return found;
}
