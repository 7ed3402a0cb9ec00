import assert from "node:assert/strict";
import { test } from "node:test";
import { supportedFunctions } from "../../../src/dialect/functions/call.ts";
import { runStatement } from "../stand-in/trino/statement.ts";
import { useTrino } from "../stand-in/trino/use-trino.ts";

/** Words of Trino's grammar, which its list of functions does not have. */
const wordsOfTheGrammar = new Set([
  ...["coalesce", "current_timestamp", "extract", "format", "grouping", "if", "json_exists", "json_value"],
  ...["localtimestamp", "nullif", "try"],
]);

test("Trino has every function that is understood here", async () => {
  await using trino = await useTrino();
  const names = new Set<string>();
  for await (const { data = [] } of runStatement(trino.address, "SHOW FUNCTIONS", { user: "test" }))
    for (const [name] of data) names.add(String(name));
  const unknown = supportedFunctions().filter((name) => !names.has(name) && !wordsOfTheGrammar.has(name));
  assert.deepEqual(unknown, []);
});
