import type { FunctionDocs } from "./function-doc.ts";

/** Conditions, JSON, and what fits no other list. */
export const generalDocs: FunctionDocs = {
  coalesce: ["coalesce(value, value, …) → the type of the values", "The first value that is not NULL."],
  if: [
    "if(condition, then) → then\nif(condition, then, otherwise) → then",
    "One of two values, as a condition holds or not.",
  ],
  nullif: ["nullif(value, other) → value", "NULL where both are equal, else the value."],
  try: ["try(expression) → expression", "The value, or NULL where computing it fails."],
  typeof: ["typeof(expression) → varchar", "The name of a type."],
  json_array_contains: ["json_array_contains(json, value) → boolean", "Whether a JSON array has a value."],
  json_array_length: ["json_array_length(json) → bigint", "How many elements a JSON array has."],
  json_exists: ["json_exists(json, path) → boolean", "Whether a JSON path leads to something."],
  json_extract: ["json_extract(json, path) → json", "What a path such as '$.user.id' leads to, as JSON."],
  json_extract_scalar: [
    "json_extract_scalar(json, path) → varchar",
    "The text, number or truth value that a path leads to, as text; NULL for anything else.",
  ],
  json_format: ["json_format(json) → varchar", "JSON as text."],
  json_parse: ["json_parse(text) → json", "A text read as JSON."],
  json_size: ["json_size(json, path) → bigint", "How many members what a path leads to has."],
  json_value: ["json_value(json, path) → varchar", "The scalar that a JSON path leads to, as text."],
};
