/** Macros for dates and times, by their heads. */
export const trinoTime: Readonly<Record<string, string>> = {
  // Rounds to a whole number of microseconds' unit, half up.
  "trino_round_time(t, micros)":
    "CASE WHEN epoch_us(t) % micros = 0 THEN t ELSE make_timestamp(CAST(floor((epoch_us(t) + micros // 2) / micros) AS BIGINT) * micros) END",
  "trino_now()": "date_trunc('millisecond', now())",
  // A date moves by whole days; Trino refuses an interval that has hours.
  "trino_date_plus(d, step)":
    "CASE WHEN (CAST(d AS TIMESTAMP) + step) <> date_trunc('day', CAST(d AS TIMESTAMP) + step) THEN trino_fail('Cannot add hour, minutes or seconds to a date') ELSE CAST(d + step AS DATE) END",
  "trino_from_unixtime(x)": "make_timestamptz(CAST(round(x * 1000) AS BIGINT) * 1000)",
};
