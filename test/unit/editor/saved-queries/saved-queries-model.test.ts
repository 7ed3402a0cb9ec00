import assert from "node:assert/strict";
import { test } from "node:test";
import {
  bundledGroups,
  type FoundQuery,
  readSavedQuery,
  type SavedQueryNode,
  savedQueryTip,
  workspaceGroup,
} from "../../../../src/editor/saved-queries/saved-queries-model.ts";

const found = (path: string, text = "SELECT 1"): FoundQuery => {
  const parts = path.split("/");
  const name = parts.pop() ?? "";
  return { folders: parts, file: readSavedQuery({ uri: `file:///sql/${path}.sql`, name, text }) };
};

function drawn(nodes: readonly SavedQueryNode[], depth = 0): string {
  return nodes
    .map((node) => {
      const line = `${"  ".repeat(depth)}${node.title}`;
      if (node.kind === "group") return `${line}/\n${drawn(node.children, depth + 1)}`;
      return node.kind === "query" ? `${line} ${node.severity ?? ""}`.trimEnd() + "\n" : `${line}: ${node.reason}\n`;
    })
    .join("");
}

test("bundled queries are grouped by folder, detections first, titled by their headers", () => {
  const spray = "/*---\ntitle: Password spray by address\nseverity: high\nattack: [T1110.003]\n---*/\nSELECT 1";
  assert.equal(
    drawn(
      bundledGroups([
        found("health/late-events"),
        found("reports/by-country"),
        found("detections/credential-attacks/spray", spray),
        found("detections/consent-grants"),
        found("hunting/legacy_auth"),
      ]),
    ),
    `Detections/
  Credential attacks/
    Password spray by address high
  Consent grants
Hunting/
  Legacy auth
Reports/
  By country
Collection health/
  Late events
`,
  );
});

test("a header that cannot be read keeps its query in the tree, marked", () => {
  const [broken] = bundledGroups([found("x", "/*---\ntitle: [\n---*/ SELECT 1")]);
  assert.ok(broken?.kind === "query");
  assert.match(broken.problems[0] ?? "", /^line \d+: /);
  assert.match(savedQueryTip(broken), /^Header, line \d+: /m);
  const [fine] = bundledGroups([found("x")]);
  assert.ok(fine?.kind === "query");
  assert.deepEqual(fine.problems, []);
});

test("a workspace folder without queries has no group", () => {
  assert.deepEqual(workspaceGroup([], "w", "This workspace (sql/)"), []);
  assert.equal(
    drawn(workspaceGroup([found("mine")], "w", "This workspace (sql/)")),
    "This workspace (sql/)/\n  Mine\n",
  );
});

test("a file that cannot be read stands among the others with its reason", () => {
  const file = { kind: "unreadable", uri: "file:///sql/z.sql", title: "z.sql", reason: "It is a pipe." } as const;
  assert.equal(drawn(bundledGroups([{ folders: [], file }, found("a")])), "A\nz.sql: It is a pipe.\n");
});

test("a hover has a description's paragraphs, not the lines of its file", () => {
  const text =
    "/*---\ntitle: t\ndescription: |\n  one\n  sentence\n\n  [x](command:y)\nattack: [T1110]\n---*/ SELECT 1";
  const [query] = bundledGroups([found("x", text)]);
  assert.ok(query?.kind === "query");
  assert.equal(savedQueryTip(query), "t\none sentence\n[x](command:y)\nATT&CK: T1110");
});

test("queries that make up a page are not among the saved queries", () => {
  assert.deepEqual(bundledGroups([found("entity/timeline-of-an-entity")]), []);
});
