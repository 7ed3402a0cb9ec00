import type { UnknownName } from "../../dialect/scope/context.ts";
import { visibleText } from "../../protocol/words/visible-text.ts";
import { writtenName } from "../completion/written-name.ts";
import { elsewhereCalled, runsOnAthenaAlone } from "../functions/athena-functions.ts";
import { lakeTables } from "../knowledge/lake-tables.ts";
import { sentinelColumn, sentinelTable } from "../knowledge/sentinel-names.ts";
import type { Finding, Fix } from "../language-answers.ts";
import type { CodeTokens } from "../statement/code-tokens.ts";
import { sourcesOf, tableOfSource } from "../statement/from-clause.ts";
import { blocksAround } from "../statement/statement-scope.ts";

/** What is said of a name that means nothing, with what may have been meant. */
export function unknownNameFinding(tokens: CodeTokens, { kind, name, near }: UnknownName): Finding {
  const written = visibleText(name.text).slice(0, 100);
  const place = { start: name.start, end: name.end };
  const replace = (by: string): Fix => ({ title: `Replace with ${by}`, edits: [{ ...place, text: by }] });
  const meant = near.length === 0 ? "" : ` Did you mean ${near.join(" or ")}?`;
  const found = { ...place, code: `unknown-${kind}`, severity: "error" as const };
  if (kind === "table") return tableFinding(tokens.text, name, written, near);
  if (kind === "function") {
    if (runsOnAthenaAlone(name.text))
      return {
        ...found,
        severity: "warning",
        message: `${written} runs on Athena, but not on this machine.`,
        fixes: [],
      };
    const instead = elsewhereCalled.get(name.text.toLowerCase());
    const message = `Athena has no function ${written}.`;
    if (instead !== undefined) return { ...found, message: `${message} Write ${instead}.`, fixes: [] };
    return { ...found, message: message + meant, fixes: near.map(replace) };
  }
  const theirs = kind === "column" ? sentinelColumn(name.text, basesRead(tokens, name.start)) : undefined;
  if (theirs !== undefined) {
    const message = `There is no column ${written}. What Microsoft Sentinel calls ${written} is ${theirs} here.`;
    return { ...found, message, fixes: [replace(theirs)] };
  }
  const what = kind === "field" ? "field" : "column";
  return {
    ...found,
    message: `There is no ${what} ${written} here.${meant}`,
    fixes: near.map(writtenName).map(replace),
  };
}

function tableFinding(text: string, name: UnknownName["name"], written: string, near: readonly string[]): Finding {
  const place = { start: name.start, end: name.end };
  const found = { ...place, code: "unknown-table", severity: "warning" as const };
  const replace = (by: string): Fix => ({ title: `Replace with ${by}`, edits: [{ ...place, text: by }] });
  if (text[name.start - 1] === ".")
    return {
      ...found,
      severity: "information",
      message: `${written} is in another database of Athena, so nothing is checked that is read from it. It cannot be read on this machine.`,
      fixes: [],
    };
  const ours = sentinelTable(name.text);
  if (ours !== undefined) {
    const message = `There is no table ${written}. What Microsoft Sentinel calls ${written} is ${ours} here.`;
    return { ...found, message, fixes: [replace(ours)] };
  }
  const meant = near.length === 0 ? " A database of Athena may have it." : ` Did you mean ${near.join(" or ")}?`;
  return { ...found, message: `A lake has no table ${written}.${meant}`, fixes: near.map(replace) };
}

/** The tables of the lake that the query around an offset reads. */
function basesRead(tokens: CodeTokens, offset: number) {
  return blocksAround(tokens, offset).flatMap(({ block }) =>
    block.arms
      .flatMap((arm) => sourcesOf(tokens, arm))
      .flatMap((source) => lakeTables.get(tableOfSource(tokens, source) ?? "")?.base ?? []),
  );
}
