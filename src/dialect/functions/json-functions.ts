import type { FunctionTable } from "./rule.ts";

/** JSON without a path; those with one are rules in code, because the path is translated too. */
export const jsonFunctions: FunctionTable = {
  "json_array_length(json) bigint": "trino_json_array_length($1)",
  "json_array_length(varchar) bigint": "trino_json_array_length($1)",
  "json_array_contains(json, varchar) boolean": "trino_json_array_contains($1, 'VARCHAR', $2)",
  "json_array_contains(varchar, varchar) boolean": "trino_json_array_contains($1, 'VARCHAR', $2)",
  "json_array_contains(json, bigint) boolean": "trino_json_array_contains_number($1, $2)",
  "json_array_contains(varchar, bigint) boolean": "trino_json_array_contains_number($1, $2)",
  "json_array_contains(json, boolean) boolean": "trino_json_array_contains($1, 'BOOLEAN', CAST($2 AS VARCHAR))",
  "json_array_contains(varchar, boolean) boolean": "trino_json_array_contains($1, 'BOOLEAN', CAST($2 AS VARCHAR))",
};
