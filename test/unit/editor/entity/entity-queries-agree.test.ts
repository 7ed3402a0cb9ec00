import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { factNames } from "../../../../src/protocol/entity/entity-page.ts";

const folder = join(import.meta.dirname, "../../../../sql/entity");
const [facts, timeline] = await Promise.all([
  readFile(join(folder, "what-is-known-of-an-entity.sql"), "utf8"),
  readFile(join(folder, "timeline-of-an-entity.sql"), "utf8"),
]);

/** The common tables of a query that come before one of its own, with their text. */
function before(text: string, own: string): string {
  const [start, end] = [text.indexOf("\nWITH "), text.indexOf(`\n${own} AS (\n`)];
  assert.ok(start >= 0 && end > start, `The query has a common table ${own}`);
  return text.slice(start, end);
}

/** The expressions by which the timeline shows the events of a fact, without the alias of their table. */
function shownBy(): ReadonlyMap<string, string> {
  const lines = timeline.matchAll(/^ +WHEN '(\w+)' THEN (.*)$/gm);
  const body = [...lines].filter(([, name]) => factNames.some((fact) => fact === name));
  return new Map(body.map(([, name = "", sql = ""]) => [name, sql]));
}

/** The expressions by which the facts are counted, by name. */
function countedBy(): ReadonlyMap<string, string> {
  const [, names = "", values = ""] =
    /UNNEST\(\s*ARRAY\[(.*?)\],\s*ARRAY\[(.*?)\n {4}\]\s*\)/s.exec(facts.slice(facts.indexOf("\ncounted AS ("))) ?? [];
  const listed = [...names.matchAll(/'(\w+)'/g)].map(([, name = ""]) => name);
  const expressions = values
    .trim()
    .split(/,\n/)
    .map((sql) => sql.trim().replaceAll(/\bf\./g, ""));
  assert.equal(listed.length, expressions.length);
  return new Map(listed.map((name, index) => [name, expressions[index] ?? ""]));
}

test("both queries of the page of an entity find its events by the same text", () => {
  const shared = before(facts, "counted");
  assert.equal(before(timeline, "shown"), shared);
  assert.match(shared, /\nfound AS \(\n/);
});

test("the timeline shows for each fact the events that are counted for it", () => {
  const counted = new Map(countedBy());
  assert.deepEqual([...counted.keys()].sort(), [...factNames].sort());
  // All of them are shown without a fact.
  counted.delete("total");
  assert.deepEqual(Object.fromEntries(shownBy()), Object.fromEntries(counted));
});
