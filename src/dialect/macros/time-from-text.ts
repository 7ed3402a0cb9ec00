/** Macros that read dates and times from text in the spellings that Trino takes, by their heads. */
export const trinoTimeFromText: Readonly<Record<string, string>> = {
  "trino_date_or_null(x)": `CASE WHEN regexp_full_match(x, '\\s*[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}\\s*') THEN trim(x) END`,
  "trino_date_text(x)": `CASE WHEN x IS NULL THEN NULL ELSE coalesce(trino_date_or_null(x), trino_fail('Value cannot be cast to date: ' || x)) END`,
  "trino_timestamp_or_null(x)": `CASE WHEN regexp_full_match(x, '\\s*[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}( +([01]?[0-9]|2[0-3]):[0-9]{1,2}(:[0-9]{1,2}(\\.[0-9]+)?)?)?\\s*') THEN CASE WHEN regexp_matches(x, ' [0-9]{1,2}:[0-9]{1,2}\\s*$') THEN trim(x) || ':00' ELSE trim(x) END END`,
  "trino_timestamp_text(x)": `CASE WHEN x IS NULL THEN NULL ELSE coalesce(trino_timestamp_or_null(x), trino_fail('Value cannot be cast to timestamp: ' || x)) END`,
  "trino_iso_instant(x)": `CASE WHEN x IS NULL THEN NULL
    WHEN regexp_full_match(x, '[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}(:[0-9]{2}(:[0-9]{2}([.,][0-9]+)?)?)?(Z|[+-][0-9]{2}(:?[0-9]{2})?)?)?')
    THEN date_trunc('millisecond', CAST(trino_iso_plain(x) AS TIMESTAMPTZ))
    ELSE trino_fail('Invalid format: "' || x || '"') END`,
  // Hours alone get minutes, a comma becomes a point, and no offset means UTC.
  "trino_iso_plain(x)": `regexp_replace(replace(
      regexp_replace(CASE WHEN regexp_matches(x, 'T.*(Z|[+-][0-9:]+)$') THEN x WHEN contains(x, 'T') THEN x || 'Z' ELSE x || 'T00:00:00Z' END, 'T([0-9]{2})(Z|[+-])', 'T\\1:00\\2'),
      ',', '.'), 'T([0-9]{2}:[0-9]{2})(Z|[+-])', 'T\\1:00\\2')`,
  // Trino keeps the offset of the text as the zone of the value. Ours is UTC, so another one is an error here.
  "trino_iso_utc(x)": `CASE WHEN regexp_matches(x, 'T.*[+-][0-9:]+$') AND NOT regexp_matches(x, '[+-]00(:?00)?$')
    THEN trino_fail('from_iso8601_timestamp of a text with an offset other than Z is not supported on this machine; put at_timezone(…, ''UTC'') around it')
    ELSE trino_iso_instant(x) END`,
};
