import { editDistance } from "../../base/nearest.ts";
import { fileBounds } from "../../sqlfile/file-bounds.ts";
import { findParameters } from "../../sqlfile/parameters.ts";
import { headerKeys } from "../header/header-keys.ts";
import type { Finding } from "../language-answers.ts";
import type { LanguageFile } from "../language-file.ts";

/** What is to be said of a file beside its statements; what keeps a header from being read is told by the editor. */
export function fileFindings(file: LanguageFile): readonly Finding[] {
  return [...unknownKeys(file), ...unusedParameters(file), ...uncheckedStatements(file)];
}

/** Keys that are near one of ours: other keys are the writer's own. */
function unknownKeys({ text, yaml }: LanguageFile): readonly Finding[] {
  if (yaml === undefined) return [];
  const known = Object.keys(headerKeys);
  const keys = [...text.slice(yaml.start, yaml.end).matchAll(/^([A-Za-z_][\w-]*):/gm)];
  const written = new Set(keys.map(({ 1: key }) => key));
  // A key that is there already was not meant by another.
  const free = known.filter((key) => !written.has(key));
  return keys.flatMap(({ 1: key = "", index }): Finding[] => {
    const near = known.includes(key) || key.length > 100 ? [] : misspelt(key, free);
    if (near.length === 0) return [];
    const place = { start: yaml.start + index, end: yaml.start + index + key.length };
    return [
      {
        ...place,
        severity: "warning",
        message: `${key} is no key of a header. Did you mean ${near.join(" or ")}?`,
        code: "unknown-key",
        fixes: near.map((by) => ({ title: `Replace with ${by}`, edits: [{ ...place, text: by }] })),
      },
    ];
  });
}

/** The keys that differ from one by two letters at most: a key that holds one of ours is the writer's own. */
function misspelt(key: string, keys: readonly string[]): readonly string[] {
  const distance = (known: string): number => editDistance(key.toLowerCase(), known);
  return keys.filter((known) => distance(known) <= 2).sort((a, b) => distance(a) - distance(b));
}

/** What is said where a file has more statements than are looked at. */
function uncheckedStatements({ statements }: LanguageFile): readonly Finding[] {
  const first = statements[fileBounds.statements];
  if (first === undefined) return [];
  const message = `A file's first ${fileBounds.statements} statements are checked. This one and those behind it are not.`;
  return [{ start: first.start, end: first.end, severity: "information", message, code: "unchecked", fixes: [] }];
}

/** Parameters that are asked for and used by no statement. */
function unusedParameters({ text, yaml, header, parameters, statements }: LanguageFile): readonly Finding[] {
  if (yaml === undefined || header === undefined || statements.length === 0) return [];
  const used = new Set(findParameters(text.slice(header.end)).map(({ name }) => name));
  return parameters.flatMap(({ name }): Finding[] => {
    if (used.has(name)) return [];
    const start = declarationOf({ text, yaml }, name);
    if (start === undefined) return [];
    const message = `No statement uses :${name}, and a run asks for no value of it.`;
    return [{ start, end: start + name.length, severity: "hint", message, code: "unused-parameter", fixes: [] }];
  });
}

/** Where a header declares a parameter; `undefined` where it is written in another form. */
export function declarationOf({ text, yaml }: Pick<LanguageFile, "text" | "yaml">, name: string): number | undefined {
  if (yaml === undefined) return undefined;
  const header = text.slice(yaml.start, yaml.end);
  const params = header.search(/^params:/m);
  if (params === -1) return undefined;
  const lines = header.slice(params).matchAll(/^([ \t]+)([^\s:]+):/gm);
  for (const { 1: indent = "", 2: key, index } of lines)
    if (key === name) return yaml.start + params + index + indent.length;
  return undefined;
}
