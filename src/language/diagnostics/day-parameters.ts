import type { Fix } from "../language-answers.ts";
import type { LanguageFile } from "../language-file.ts";

const declarations = ["from", "to"].map((name) => {
  const which = name === "from" ? "First" : "Last";
  return `${name}: { type: date, default: last 30 days, description: "${which} log day to read, UTC." }`;
});

/** What a fix that uses `:from` and `:to` adds to a header that declares neither, so that a run asks for days. */
export function dayParameterEdits({ text, yaml, parameters }: LanguageFile): Fix["edits"] {
  if (yaml === undefined || parameters.some(({ name }) => name === "from" || name === "to")) return [];
  const header = text.slice(yaml.start, yaml.end);
  const eol = header.includes("\r\n") ? "\r\n" : "\n";
  const lines = (indent: string): string => declarations.map((line) => `${indent}${line}${eol}`).join("");
  // The entries of one mapping stand equally deep, so the first says how deep; it stands on the next line.
  const params = /^params:[ \t]*(?:\r\n|\n)(?=( +)[^\s#{-])/m.exec(header);
  if (params !== null) {
    const at = yaml.start + params.index + params[0].length;
    return [{ start: at, end: at, text: lines(params[1] ?? "") }];
  }
  // Written in another form it would have to be written anew.
  if (/^["']?params["']?[ \t]*:/m.test(header) || !/\n$/.test(header)) return [];
  return [{ start: yaml.end, end: yaml.end, text: `params:${eol}${lines("  ")}` }];
}
