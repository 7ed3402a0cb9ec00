import { t } from "../../base/translated.ts";
import { readHeader } from "../../sqlfile/header.ts";
import type { DashboardPlace, Header, Severity } from "../../sqlfile/header-types.ts";
import { onOneLine } from "../words/plain-text.ts";

/** A `.sql` file as it was found: where it lies under its folder, and what it is. */
export interface FoundQuery {
  /** Names of the folders between the root and the file. */
  readonly folders: readonly string[];
  readonly file: SavedQuery | UnreadableFile;
}

/** Something that has the name of a query and cannot be read as one. */
export interface UnreadableFile {
  readonly kind: "unreadable";
  readonly uri: string;
  /** Its name, with `.sql`. */
  readonly title: string;
  /** Why, in a sentence. */
  readonly reason: string;
}

/** A saved query, read from its header. */
export interface SavedQuery {
  readonly kind: "query";
  readonly uri: string;
  readonly title: string;
  readonly description: string;
  readonly severity?: Severity;
  readonly attack: readonly string[];
  readonly tables: readonly string[];
  /** Where it stands on the dashboard, if it is a tile. */
  readonly dashboard?: DashboardPlace;
  /** How its header says that it is drawn. */
  readonly chart?: NonNullable<Header["chart"]>;
  /** The parameters that its header declares. */
  readonly parameters: Header["params"];
  /** What is wrong with the header, with the line of each; none when it could be read whole. */
  readonly problems: readonly string[];
}

/** A folder of saved queries. */
export interface QueryGroup {
  readonly kind: "group";
  readonly id: string;
  readonly title: string;
  readonly children: readonly SavedQueryNode[];
}

export type SavedQueryNode = QueryGroup | SavedQuery | UnreadableFile;

const bundledOrder = ["detections", "hunting", "reports", "health"];
const bundledTitles: Readonly<Record<string, string>> = { health: t("Collection health") };

/** Folders whose queries make up a page and need values that only the page has. */
const ofPages: ReadonlySet<string | undefined> = new Set(["entity"]);

/** The bundled queries, a group a folder in the order of an analyst's work. */
export function bundledGroups(all: readonly FoundQuery[]): readonly SavedQueryNode[] {
  const found = all.filter(({ folders: [folder] }) => !ofPages.has(folder));
  const rank = (node: SavedQueryNode): number => {
    const index = bundledOrder.indexOf(node.kind === "group" ? node.id.slice("bundled/".length) : "");
    return index === -1 ? bundledOrder.length : index;
  };
  return [...nest(found, "bundled", 0)].sort((a, b) => rank(a) - rank(b));
}

/** The group of one of the workspace's folders, or none when it holds no query. */
export function workspaceGroup(found: readonly FoundQuery[], id: string, title: string): readonly QueryGroup[] {
  return found.length === 0 ? [] : [{ kind: "group", id, title, children: nest(found, id, 0) }];
}

function nest(found: readonly FoundQuery[], id: string, depth: number): readonly SavedQueryNode[] {
  const byFolder = Map.groupBy(found, (query) => query.folders[depth]);
  const groups: QueryGroup[] = [];
  for (const [folder, queries] of byFolder) {
    if (folder === undefined) continue;
    const groupId = `${id}/${folder}`;
    groups.push({ kind: "group", id: groupId, title: titleOf(folder), children: nest(queries, groupId, depth + 1) });
  }
  const queries = (byFolder.get(undefined) ?? []).map(({ file }) => file);
  const byTitle = (a: { title: string }, b: { title: string }): number => a.title.localeCompare(b.title, "en");
  return [...groups.sort(byTitle), ...queries.sort(byTitle)];
}

/** Reads what a file's header says. `name` is the file's without `.sql`. */
export function readSavedQuery(found: {
  readonly uri: string;
  readonly name: string;
  readonly text: string;
}): SavedQuery {
  const { uri, name, text } = found;
  const block = readHeader(text);
  const header = block?.header;
  return {
    kind: "query",
    uri,
    title: header?.title ?? titleOf(name),
    description: header?.description ?? "",
    ...(header?.severity !== undefined && { severity: header.severity }),
    attack: header?.attack ?? [],
    tables: header?.tables ?? [],
    ...(header?.dashboard !== undefined && { dashboard: header.dashboard }),
    ...(header?.chart !== undefined && { chart: header.chart }),
    parameters: header?.params ?? [],
    problems: (block?.diagnostics ?? [])
      .filter(({ severity }) => severity === "error")
      .map(({ message, place }) => t("line {0}: {1}", place.line, message)),
  };
}

/** `credential-attacks` as a person reads it: `Credential attacks`. */
function titleOf(name: string): string {
  const known = bundledTitles[name];
  if (known !== undefined) return known;
  const words = name.replace(/[-_]+/g, " ").trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const mostProblems = 5;

/** The lines of a query's hover; a description's own lines are sentences that were broken for a file's width. */
export function savedQueryTip({ title, description, severity, attack, tables, problems }: SavedQuery): string {
  const paragraphs = description.trim().split(/\n\s*\n/);
  return [
    onOneLine(title),
    ...paragraphs.map((paragraph) => onOneLine(paragraph.replace(/\s+/g, " ").trim())).filter(Boolean),
    ...problems.slice(0, mostProblems).map((problem) => t("Header, {0}", onOneLine(problem))),
    ...(problems.length > mostProblems ? [t("Header, {0} more errors", problems.length - mostProblems)] : []),
    ...(severity === undefined ? [] : [t("severity: {0}", severity)]),
    ...(attack.length === 0 ? [] : [t("ATT&CK: {0}", attack.map(onOneLine).join(", "))]),
    ...(tables.length === 0 ? [] : [t("tables: {0}", tables.map(onOneLine).join(", "))]),
  ].join("\n");
}
