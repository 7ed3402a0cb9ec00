import { basename } from "node:path";

/** What citations are looked up in. */
export interface Library {
  /** Every file of the repository, as a path from its root. */
  readonly files: readonly string[];
  /** The headings of a document, by its path. */
  readonly headings: ReadonlyMap<string, readonly string[]>;
}

const design = "docs/design.md";

/** What a comment cites that is not there, in words. */
export function brokenCitations(comment: string, library: Library): readonly string[] {
  return [
    ...designCitations(comment, library),
    ...sectionCitations(comment, library),
    ...fileCitations(comment, library),
    ...addresses(comment),
  ];
}

/** `design: Coverage`, with the heading's own words. */
function designCitations(comment: string, { headings }: Library): readonly string[] {
  const known = headings.get(design) ?? [];
  return [...comment.matchAll(/\bdesign(?:\.md)?: (.{1,60})/g)].flatMap(([whole, cited = ""]) => {
    const isThere = known.some((heading) => cited.startsWith(heading) && !/^\w/.test(cited.slice(heading.length)));
    return isThere ? [] : [`${design} has no heading for "${whole}"`];
  });
}

/** `graph.md §2.1, §3.1`: numbered headings of a document under `docs/`. */
function sectionCitations(comment: string, { headings }: Library): readonly string[] {
  return [...comment.matchAll(/([\w./-]+\.md)((?:,? §[\d.]*\d)+)/g)].flatMap(([, name = "", sections = ""]) => {
    const paths = [name, `docs/facts/${name}`, `docs/${name}`];
    const known = paths.map((path) => headings.get(path)).find((each) => each !== undefined);
    if (known === undefined) return [`there is no ${name}`];
    return [...sections.matchAll(/§([\d.]*\d)/g)].flatMap(([, number = ""]) =>
      known.some((heading) => heading.startsWith(`${number} `) || heading.startsWith(`${number}. `))
        ? []
        : [`${name} has no section ${number}`],
    );
  });
}

/** Names of files, with or without folders: the project's own, and VS Code's under `src/vs/`. */
function fileCitations(comment: string, { files }: Library): readonly string[] {
  return [
    ...comment.matchAll(/(?<![\w./#<>-])(?:\.\/)?((?:[\w.-]+\/)*[\w-][\w.-]*\.(?:ts|tsx|mjs|sql|md))\b(?![.\w-]|\()/g),
  ].flatMap(([, name = ""]) => {
    if (name.startsWith("src/vs/")) return [];
    const isThere = name.includes("/")
      ? files.some((file) => file === name || file.endsWith(`/${name}`))
      : files.some((file) => basename(file) === name);
    return isThere ? [] : [`there is no file ${name}`];
  });
}

/** Addresses of pages; what stands in back quotes is an example. */
function addresses(comment: string): readonly string[] {
  return [...comment.replace(/`[^`]*`/g, "").matchAll(/https?:\/\/[^\s)>,;"]+/g)].flatMap(([address]) => {
    const url = URL.parse(address.replace(/[.:]+$/, ""));
    return url?.protocol === "https:" && url.hostname.includes(".") ? [] : [`${address} is no address of a page`];
  });
}
