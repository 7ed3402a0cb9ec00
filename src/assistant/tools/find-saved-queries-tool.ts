import * as v from "valibot";
import { TenantTrailError } from "../../protocol/errors.ts";
import { readHeader } from "../../sqlfile/header.ts";
import { assistantTool } from "../assistant-tool.ts";
import type { SavedQueryFile } from "../assistant-world.ts";
import { fitOf, ranked } from "../meaning/rank.ts";

const mostQueries = 8;
/** Lines of SQL that one query may have in an answer; the longest that is shipped has fewer. */
const mostLines = 1000;

/** Which saved query answers a question, or the whole of one. */
export const findSavedQueries = assistantTool({
  name: "find_saved_queries",
  title: "Find a saved query",
  description:
    "Finds saved queries: tested detections (password spray, consent grants, mailbox rules …), hunts and reports, with what they find, what they cannot see and their parameters. With a name it answers the whole text of one, to be run by run_query. Prefer a saved query to writing your own.",
  input: v.strictObject({
    about: v.optional(
      v.pipe(v.string(), v.maxLength(500), v.description("What the query should find, in a few English words.")),
    ),
    name: v.optional(
      v.pipe(v.string(), v.maxLength(500), v.description("The name of one query, as this tool told it.")),
    ),
  }),
  work: async ({ about, name }, { savedQueries }, signal) => {
    const files = await savedQueries(signal);
    if (name !== undefined) return wholeQuery(files, name);
    const found = about === undefined ? files : ranked(files, (file) => queryFit(about, file)).slice(0, mostQueries);
    return {
      said: [
        found.length === 0
          ? `None of the ${files.length} saved queries fits these words. Leave them out to see all.`
          : `${found.length} of ${files.length} saved queries${about === undefined ? "" : ", the best first"}. Ask again with a name for the text of one.`,
      ],
      parts: [{ noun: "queries", origin: "file", values: found.map((file) => inShort(file, about === undefined)) }],
    };
  },
});

function wholeQuery(files: readonly SavedQueryFile[], name: string) {
  const file = files.find((each) => each.name === name);
  if (file === undefined)
    throw new TenantTrailError("bad-argument", "There is no saved query of this name. Ask for queries by words.");
  const lines = file.text.split(/\r\n|\n/);
  return {
    said: [
      "The text of one saved query, a line of SQL in each line. Its parameters (:name) are given to run_query as params; values that its header has as defaults may be left out.",
    ],
    parts: [
      {
        noun: "lines of SQL",
        origin: "file" as const,
        values: lines.slice(0, mostLines).map((line) => [line]),
        total: lines.length,
      },
    ],
  };
}

function queryFit(about: string, { name, text }: SavedQueryFile): number {
  const header = readHeader(text)?.header;
  return fitOf(about, [
    { text: `${header?.title ?? ""} ${name}`, weight: 6 },
    { text: `${header?.description ?? ""} ${header?.attack.join(" ") ?? ""}`, weight: 2 },
    { text: header?.tables.join(" ") ?? "", weight: 1 },
  ]);
}

function inShort({ name, text }: SavedQueryFile, isOneOfAll: boolean): unknown {
  const header = readHeader(text)?.header;
  const title = header?.title ?? name;
  if (isOneOfAll) return { name, title };
  return {
    name,
    title,
    ...(header?.description !== undefined && { description: header.description.replace(/\s+/g, " ").trim() }),
    ...(header?.severity !== undefined && { severity: header.severity }),
    ...(header && header.attack.length > 0 && { attack: header.attack }),
    ...(header && { params: header.params.map(({ name: own, type, default: usual }) => ({ name: own, type, usual })) }),
  };
}
