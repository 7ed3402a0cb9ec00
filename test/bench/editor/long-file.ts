import { readdirSync, readFileSync } from "node:fs";

const shipped = new URL("../../../sql/", import.meta.url);

/** The shipped statements, one after the other, until there are so many lines; the header of the first. */
export function longFile(lines: number): string {
  const texts = readdirSync(shipped, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".sql"))
    .sort()
    .map((name) => readFileSync(new URL(name, shipped), "utf8").trim());
  const statements = texts.map((text) => text.slice(text.indexOf("---*/") + 5).replace(/;?$/, ";"));
  let file = texts[0] ?? "";
  for (let at = 1; file.split("\n").length < lines; at++) file += `\n${statements[at % statements.length]}`;
  return file.split("\n").slice(0, lines).join("\n");
}
