/** Macros for numbers, by their heads. Sources of the rules: Trino's documentation and its answers in the fixture. */
export const trinoNumbers: Readonly<Record<string, string>> = {
  "trino_not_zero(x)": "CASE WHEN x = 0 THEN trino_fail('Division by zero') ELSE x END",
  // Trino scales a double, rounds and scales back; DuckDB's round with places is more exact, and so another.
  "trino_round(x, factor)": "CASE WHEN isfinite(x) THEN round(x * factor) / factor ELSE x END",
  // A decimal's digits as a whole number: its text without the point.
  "trino_unscaled(x)": "CAST(replace(CAST(x AS VARCHAR), '.', '') AS HUGEINT)",
  // Half away from zero.
  "trino_round_divide(a, b)": "(a * 2 + CASE WHEN (a < 0) = (b < 0) THEN b ELSE -b END) // (b * 2)",
  // The text of a decimal with `scale` digits after the point.
  // The text of a decimal with `scale` digits after the point; `t` are its digits without sign.
  "trino_scaled(x, scale)": `CASE WHEN scale = 0 OR x IS NULL THEN CAST(x AS VARCHAR)
    ELSE CASE WHEN x < 0 THEN '-' ELSE '' END || trino_pointed(lpad(CAST(abs(x) AS VARCHAR), CAST(greatest(scale + 1, length(CAST(abs(x) AS VARCHAR))) AS INTEGER), '0'), scale) END`,
  "trino_pointed(t, scale)": "left(t, length(t) - scale) || '.' || right(t, scale)",
  // Java answers NaN where DuckDB refuses.
  "trino_asin(x)": "CASE WHEN abs(x) > 1 THEN CAST('NaN' AS DOUBLE) ELSE asin(x) END",
  "trino_acos(x)": "CASE WHEN abs(x) > 1 THEN CAST('NaN' AS DOUBLE) ELSE acos(x) END",
  "trino_sin(x)": "CASE WHEN isfinite(x) THEN sin(x) WHEN x IS NOT NULL THEN CAST('NaN' AS DOUBLE) END",
  "trino_cos(x)": "CASE WHEN isfinite(x) THEN cos(x) WHEN x IS NOT NULL THEN CAST('NaN' AS DOUBLE) END",
  "trino_tan(x)": "CASE WHEN isfinite(x) THEN tan(x) WHEN x IS NOT NULL THEN CAST('NaN' AS DOUBLE) END",
  "trino_ln(x)":
    "CASE WHEN x > 0 THEN ln(x) WHEN x = 0 THEN CAST('-Infinity' AS DOUBLE) WHEN x IS NULL THEN NULL ELSE CAST('NaN' AS DOUBLE) END",
  "trino_log10(x)":
    "CASE WHEN x > 0 THEN log10(x) WHEN x = 0 THEN CAST('-Infinity' AS DOUBLE) WHEN x IS NULL THEN NULL ELSE CAST('NaN' AS DOUBLE) END",
  "trino_width_bucket(x, low, high, n)": `CASE
    WHEN x IS NULL OR low IS NULL OR high IS NULL OR n IS NULL THEN NULL
    WHEN n <= 0 THEN trino_fail('bucketCount must be greater than 0')
    WHEN low = high THEN trino_fail('bounds cannot equal each other')
    WHEN low < high THEN CASE WHEN x < low THEN 0 WHEN x >= high THEN n + 1 ELSE CAST(floor(n * (x - low) / (high - low)) AS BIGINT) + 1 END
    ELSE CASE WHEN x > low THEN 0 WHEN x <= high THEN n + 1 ELSE CAST(floor(n * (low - x) / (low - high)) AS BIGINT) + 1 END END`,
  // Vincenty's formula on a sphere of 6371.01 km.
  "trino_great_circle_distance(lat1, lon1, lat2, lon2)": `CASE
    WHEN abs(lat1) > 90 OR abs(lat2) > 90 THEN trino_fail('Latitude must be between -90 and 90')
    WHEN abs(lon1) > 180 OR abs(lon2) > 180 THEN trino_fail('Longitude must be between -180 and 180')
    ELSE atan2(
      sqrt(trino_square(cos(radians(lat2)) * sin(radians(lon1) - radians(lon2)))
         + trino_square(cos(radians(lat1)) * sin(radians(lat2)) - sin(radians(lat1)) * cos(radians(lat2)) * cos(radians(lon1) - radians(lon2)))),
      sin(radians(lat1)) * sin(radians(lat2)) + cos(radians(lat1)) * cos(radians(lat2)) * cos(radians(lon1) - radians(lon2))
    ) * 6371.01 END`,
  "trino_square(x)": "x * x",
  "trino_zero_padded(x, width)":
    "CASE WHEN x < 0 THEN '-' || lpad(CAST(-x AS VARCHAR), CAST(greatest(width - 1, length(CAST(-x AS VARCHAR))) AS INTEGER), '0') ELSE lpad(CAST(x AS VARCHAR), CAST(greatest(width, length(CAST(x AS VARCHAR))) AS INTEGER), '0') END",
  // The digits of a double's text, without sign, point and the zeros around them.
  "trino_digits(t)": "rtrim(ltrim(replace(regexp_replace(t, '^-|e.*$', '', 'g'), '.', ''), '0'), '0')",
  // The power of ten of its first digit.
  "trino_exponent(t)": `coalesce(CAST(nullif(regexp_extract(t, 'e([+-]?[0-9]+)$', 1), '') AS INTEGER), 0)
    + CASE WHEN regexp_matches(t, '^-?0(\\.|$)') THEN -1 - length(regexp_extract(t, '^-?0\\.(0*)', 1))
      ELSE length(regexp_extract(t, '^-?([0-9]+)', 1)) - 1 END`,
  // Java's text of a double: 1.0E0, 1.5E-7, NaN, Infinity. The lambda computes the text once.
  "trino_double_text(text)": `list_transform([text], lambda t: CASE t WHEN 'nan' THEN 'NaN' WHEN 'inf' THEN 'Infinity' WHEN '-inf' THEN '-Infinity'
    WHEN '0.0' THEN '0.0E0' WHEN '-0.0' THEN '-0.0E0'
    ELSE CASE WHEN starts_with(t, '-') THEN '-' ELSE '' END || left(trino_digits(t), 1) || '.'
      || CASE WHEN length(trino_digits(t)) > 1 THEN substr(trino_digits(t), 2) ELSE '0' END
      || 'E' || CAST(trino_exponent(t) AS VARCHAR) END)[1]`,
};
