/** Macros for JSON, by their heads. Text that is no JSON gives NULL where Trino's does. */
export const trinoJson: Readonly<Record<string, string>> = {
  "trino_json_extract(j, path)": "CASE WHEN json_valid(j) THEN json_extract(j, path) END",
  "trino_json_extract_scalar(j, path)":
    "CASE WHEN json_valid(j) THEN CASE WHEN json_type(j, path) NOT IN ('OBJECT', 'ARRAY', 'NULL') THEN json_extract_string(j, path) END END",
  "trino_json_size(j, path)": `CASE WHEN json_valid(j) THEN CASE json_type(j, path)
    WHEN 'OBJECT' THEN CAST(len(json_keys(j, path)) AS BIGINT) WHEN 'ARRAY' THEN CAST(json_array_length(j, path) AS BIGINT)
    ELSE CASE WHEN json_type(j, path) IS NOT NULL THEN 0 END END END`,
  "trino_json_value(j, path, in_array)": `CASE WHEN in_array THEN trino_fail('json_value with a key inside an array is not supported on this machine')
    ELSE trino_json_extract_scalar(j, path) END`,
  "trino_json_exists(j, path, in_array)": `CASE WHEN in_array THEN trino_fail('json_exists with a key inside an array is not supported on this machine')
    WHEN j IS NULL THEN NULL WHEN json_valid(j) THEN json_type(j, path) IS NOT NULL ELSE false END`,
  "trino_json_array_length(j)":
    "CASE WHEN json_valid(j) THEN CASE WHEN json_type(j) = 'ARRAY' THEN CAST(json_array_length(j) AS BIGINT) END END",
  "trino_json_array_contains(j, kind, x)": `CASE WHEN x IS NOT NULL AND json_valid(j) THEN CASE WHEN json_type(j) = 'ARRAY' THEN
    len(list_filter(CAST(j AS JSON[]), lambda e: json_type(e) = kind AND json_extract_string(e, '$') = x)) > 0 END END`,
  "trino_json_array_contains_number(j, x)": `CASE WHEN x IS NOT NULL AND json_valid(j) THEN CASE WHEN json_type(j) = 'ARRAY' THEN
    len(list_filter(CAST(j AS JSON[]), lambda e: json_type(e) IN ('UBIGINT', 'BIGINT') AND json_extract_string(e, '$') = CAST(x AS VARCHAR))) > 0 END END`,
  "trino_json_scalar(j)": `CASE json_type(j) WHEN 'NULL' THEN NULL WHEN 'OBJECT' THEN trino_fail('Cannot cast a JSON object to a scalar')
    WHEN 'ARRAY' THEN trino_fail('Cannot cast a JSON array to a scalar') ELSE json_extract_string(j, '$') END`,
  "trino_json_of_type(j, kind)":
    "CASE WHEN json_type(j) = 'NULL' THEN NULL WHEN json_type(j) <> kind THEN trino_fail('Cannot cast JSON: expected a JSON ' || lower(kind)) ELSE j END",
};
