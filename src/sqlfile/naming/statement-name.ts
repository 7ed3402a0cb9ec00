import { eachToken } from "../tokens.ts";

/** A name is read at a glance: longer comments are cut. */
const mostCharacters = 60;

/**
 * What to call a statement beside the others of its file: the first line of the comment right above it, else what it
 * reads and by what it groups, as in `signins by ipAddress`. `undefined` for one that has neither.
 *
 * @param before the text between the statement before and this one.
 */
export function statementName(before: string, sql: string): string | undefined {
  return commentAbove(before) ?? whatItReads(sql);
}

function commentAbove(before: string): string | undefined {
  let name: string | undefined;
  for (const { kind, start, end } of eachToken(before)) {
    const text = before.slice(start, end);
    // After an empty line a comment is about something else.
    if (kind === "space" && /\n\s*\n/.test(text)) name = undefined;
    if (kind === "comment" && !text.startsWith("/*---")) name ??= firstWords(text);
  }
  return name;
}

function firstWords(comment: string): string | undefined {
  const lines = comment.replace(/^\/\*+|\*+\/$/g, "").split(/\r?\n/);
  const words = lines.map((line) => line.replace(/^[\s*-]*(?:%%)?\s*/, "").trim()).find((line) => /\p{L}/u.test(line));
  if (words === undefined || words.length <= mostCharacters) return words;
  return `${words.slice(0, mostCharacters).trimEnd()}…`;
}

function whatItReads(sql: string): string | undefined {
  const words: string[] = [];
  let depth = 0;
  let table: string | undefined;
  let group: string | undefined;
  for (const { kind, start, end } of eachToken(sql)) {
    if (kind === "space" || kind === "comment") continue;
    const text = sql.slice(start, end);
    if (text === "(") depth++;
    if (text === ")") depth--;
    const [second, last] = words.slice(-2).map((word) => word.toUpperCase());
    const isName = kind === "word" && depth === 0;
    if (isName && last === "FROM") table ??= text;
    if (isName && second === "GROUP" && last === "BY") group = text;
    words.push(text);
  }
  return table === undefined || group === undefined ? table : `${table} by ${group}`;
}
