import assert from "node:assert/strict";
import { test } from "node:test";
import { redactedText } from "../../../src/function/redacted-text.ts";

test("no name, address or token is left in a sentence for the log", () => {
  const token = `eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.${"x".repeat(80)}.y-_z`;
  const hidden = [
    "alice@contoso.example",
    "203.0.113.7",
    "2001:db8:85a3::8a2e:370:7334",
    token,
    "A".repeat(64),
    "Contoso",
  ];
  for (const text of hidden) {
    const safe = redactedText(`Could not read “${text}”, try again at 12:30:00.`, ["Contoso"]);
    assert.equal(safe, "Could not read “(left out)”, try again at 12:30:00.");
  }
});

test("a sentence without any stays as it is", () => {
  const text =
    "graph.microsoft.com did not answer within 30 seconds from 2026-11-30T12:00:00.000Z (HTTP 503); tenant 7e57ab1e-0000-4000-8000-000000000001.";
  assert.equal(redactedText(text), text);
});
