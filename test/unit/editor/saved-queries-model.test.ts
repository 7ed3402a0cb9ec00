import assert from "node:assert/strict";
import { test } from "node:test";
import {
  bundledGroups,
  type FoundQuery,
  type SavedQueryNode,
  workspaceGroup,
} from "../../../src/editor/saved-queries/saved-queries-model.ts";

const found = (path: string, text = "SELECT 1"): FoundQuery => {
  const parts = path.split("/");
  const name = parts.pop() ?? "";
  return { uri: `file:///sql/${path}.sql`, folders: parts, name, text };
};

function drawn(nodes: readonly SavedQueryNode[], depth = 0): string {
  return nodes
    .map((node) => {
      const line = `${"  ".repeat(depth)}${node.title}`;
      return node.kind === "group"
        ? `${line}/\n${drawn(node.children, depth + 1)}`
        : `${line} ${node.severity ?? ""}`.trimEnd() + "\n";
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
  assert.ok(broken?.kind === "query" && broken.broken);
  const [fine] = bundledGroups([found("x")]);
  assert.ok(fine?.kind === "query" && !fine.broken);
});

test("a workspace folder without queries has no group", () => {
  assert.deepEqual(workspaceGroup([], "w", "This workspace (sql/)"), []);
  assert.equal(
    drawn(workspaceGroup([found("mine")], "w", "This workspace (sql/)")),
    "This workspace (sql/)/\n  Mine\n",
  );
});
