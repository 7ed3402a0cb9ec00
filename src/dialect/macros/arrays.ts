/** Macros for arrays and maps, by their heads. */
export const trinoArrays: Readonly<Record<string, string>> = {
  "trino_subscript(a, i)": `CASE WHEN a IS NULL OR i IS NULL THEN NULL
    WHEN i = 0 THEN trino_fail('SQL array indices start at 1') WHEN i < 0 THEN trino_fail('Array subscript is negative: ' || i)
    WHEN i > len(a) THEN trino_fail('Array subscript must be less than or equal to array length: ' || i || ' > ' || len(a)) ELSE a[i] END`,
  "trino_element_at(a, i)": "CASE WHEN i = 0 THEN trino_fail('SQL array indices start at 1') ELSE a[i] END",
  "trino_map_find(m, k)": "map_extract_value(m, k)",
  "trino_map_get(m, k)": `CASE WHEN m IS NULL OR k IS NULL THEN NULL WHEN map_contains(m, k) THEN map_extract_value(m, k)
    ELSE trino_fail('Key not present in map: ' || CAST(k AS VARCHAR)) END`,
  "trino_concat(a, b)": "CASE WHEN a IS NULL OR b IS NULL THEN NULL ELSE list_concat(a, b) END",
  "trino_has_null(a)": "list_count(a) < len(a)",
  "trino_contains(a, x)": `CASE WHEN a IS NULL OR x IS NULL THEN NULL WHEN list_contains(a, x) THEN true WHEN trino_has_null(a) THEN NULL ELSE false END`,
  "trino_array_position(a, x)":
    "CASE WHEN a IS NULL OR x IS NULL THEN NULL ELSE CAST(coalesce(list_position(a, x), 0) AS BIGINT) END",
  // The first of every value, in order; the search is spared where all differ.
  "trino_array_distinct(a)": `CASE WHEN list_unique(a) + CASE WHEN trino_has_null(a) THEN 1 ELSE 0 END = len(a) THEN a
    ELSE list_filter(a, lambda x, i: list_position(a, x) = i) END`,
  "trino_array_intersect(a, b)":
    "CASE WHEN a IS NULL OR b IS NULL THEN NULL ELSE trino_array_distinct(list_filter(a, lambda x: list_position(b, x) IS NOT NULL)) END",
  "trino_array_except(a, b)":
    "CASE WHEN a IS NULL OR b IS NULL THEN NULL ELSE trino_array_distinct(list_filter(a, lambda x: list_position(b, x) IS NULL)) END",
  "trino_arrays_overlap(a, b)": `CASE WHEN a IS NULL OR b IS NULL THEN NULL WHEN list_has_any(a, b) THEN true
    WHEN len(a) > 0 AND len(b) > 0 AND (trino_has_null(a) OR trino_has_null(b)) THEN NULL ELSE false END`,
  "trino_array_remove(a, x)": "CASE WHEN x IS NULL THEN NULL ELSE list_filter(a, lambda e: e IS NULL OR e <> x) END",
  "trino_array_max(a)": "CASE WHEN trino_has_null(a) THEN NULL ELSE list_max(a) END",
  "trino_array_min(a)": "CASE WHEN trino_has_null(a) THEN NULL ELSE list_min(a) END",
  "trino_slice(a, start, n)": `CASE WHEN a IS NULL OR start IS NULL OR n IS NULL THEN NULL
    WHEN n < 0 THEN trino_fail('length must be greater than or equal to 0') WHEN start = 0 THEN trino_fail('SQL array indices start at 1')
    WHEN n = 0 OR start > len(a) OR start < -len(a) THEN a[1:0]
    WHEN start < 0 THEN a[len(a) + start + 1 : len(a) + start + n] ELSE a[start : start + n - 1] END`,
  "trino_flatten(a)": "flatten(list_filter(a, lambda e: e IS NOT NULL))",
  // The list is bounded again, because DuckDB may compute it for rows that the condition leaves out.
  "trino_repeat(x, n)": `CASE WHEN n > 10000 THEN trino_fail('count argument of repeat function must be less than or equal to 10000')
    WHEN n < 0 THEN trino_fail('count argument of repeat function must be greater than or equal to 0')
    ELSE list_transform(trino_each(range(0, least(n, 10000))), lambda i: x) END`,
  "trino_sequence(low, high)": `CASE WHEN low IS NULL OR high IS NULL THEN NULL WHEN abs(high - low) >= 10000 THEN trino_fail('result of sequence function must not have more than 10000 entries')
    WHEN low <= high THEN generate_series(low, high) ELSE generate_series(low, high, -1) END`,
  "trino_sequence_step(low, high, step)": `CASE WHEN low IS NULL OR high IS NULL OR step IS NULL THEN NULL
    WHEN step = 0 THEN trino_fail('step must not be zero')
    WHEN (step > 0) <> (low <= high) AND low <> high THEN trino_fail('sequence stop value should be greater than or equal to start value if step is greater than zero otherwise stop should be less than or equal to start')
    WHEN abs((high - low) // step) >= 10000 THEN trino_fail('result of sequence function must not have more than 10000 entries')
    ELSE generate_series(low, high, step) END`,
  "trino_time_sequence(low, high, step)": `CASE WHEN low IS NULL OR high IS NULL OR step IS NULL THEN NULL
    WHEN low + step = low THEN trino_fail('step must not be zero')
    WHEN (low + step > low) <> (low <= high) AND low <> high THEN trino_fail('sequence stop value should be greater than or equal to start value if step is greater than zero otherwise stop should be less than or equal to start')
    WHEN (low + step > low) = (low + step * 10000 <= high) THEN trino_fail('result of sequence function must not have more than 10000 entries')
    ELSE generate_series(low, high, step) END`,
  // True, unknown or false, as OR over all elements would say.
  "trino_any(bs)": `CASE WHEN bs IS NULL THEN NULL ELSE
    CASE coalesce(list_max(list_transform(bs, lambda b: CASE WHEN b THEN 2 WHEN b IS NULL THEN 1 ELSE 0 END)), 0) WHEN 2 THEN true WHEN 0 THEN false END END`,
  "trino_array_join(a, separator)":
    "CASE WHEN a IS NULL OR separator IS NULL THEN NULL ELSE coalesce(array_to_string(list_filter(a, lambda e: e IS NOT NULL), separator), '') END",
  "trino_array_join_nulls(a, separator, missing)":
    "CASE WHEN a IS NULL OR separator IS NULL OR missing IS NULL THEN NULL ELSE coalesce(array_to_string(list_transform(a, lambda e: coalesce(e, missing)), separator), '') END",
  "trino_entry_keys(entries)": "list_transform(entries, lambda e: e.k)",
  "trino_map_agg(entries)": `map_from_entries(CASE
    WHEN list_unique(trino_entry_keys(entries)) = len(entries) THEN entries
    ELSE list_filter(entries, lambda e, i: e.k IS NOT NULL AND list_position(trino_entry_keys(entries), e.k) = i) END)`,
  "trino_multimap_agg(entries)": `map_from_entries(list_transform(
    list_filter(trino_array_distinct(trino_entry_keys(entries)), lambda k: k IS NOT NULL),
    lambda k: struct_pack(k := k, v := list_transform(list_filter(entries, lambda e: e.k = k), lambda e: e.v))))`,
};
