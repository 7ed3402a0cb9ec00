/**
 * Functions that Athena's engine has (Trino's list of functions, docs/facts/athena.md) and this machine has not: a
 * statement with one runs on Athena alone. Geospatial ones begin with ST_ and are told by that.
 */
const onAthenaAlone = new Set(
  `approx_most_frequent approx_set bar beta_cdf bing_tile bing_tile_at bing_tile_coordinates bing_tile_polygon
  bing_tile_quadkey bing_tile_zoom_level bing_tiles_around bit_count bitwise_and_agg bitwise_left_shift bitwise_or_agg
  bitwise_right_shift bitwise_right_shift_arithmetic cbrt checksum classify color combinations contains_sequence
  convex_hull_agg cosh cosine_similarity crc32 current_time empty_approx_set features format_number from_base
  from_base32 from_base64url from_big_endian_32 from_big_endian_64 from_encoded_polyline from_geojson_geometry
  from_ieee754_32 from_ieee754_64 from_iso8601_timestamp_nanos from_unixtime_nanos geometry_from_hadoop_shape
  geometry_invalid_reason geometry_nearest_points geometry_to_bing_tiles geometry_union geometry_union_agg hash_counts
  hmac_md5 hmac_sha1 hmac_sha256 hmac_sha512 human_readable_seconds index intersection_cardinality inverse_beta_cdf
  inverse_normal_cdf is_json_scalar jaccard_index json_array json_array_get json_object json_query kurtosis
  learn_classifier learn_libsvm_classifier learn_libsvm_regressor learn_regressor line_interpolate_point
  line_interpolate_points line_locate_point localtime luhn_check make_set_digest map_concat map_entries map_filter
  map_from_entries map_union map_zip_with merge merge_set_digest multimap_from_entries murmur3 ngrams normal_cdf
  numeric_histogram parse_data_size parse_duration qdigest_agg reduce_agg regexp_position regr_intercept regr_slope
  regress render rgb sha512 shuffle simplify_geometry sinh skewness soundex spatial_partitioning spatial_partitions
  split_to_multimap spooky_hash_v2_32 spooky_hash_v2_64 tanh tdigest_agg timezone_hour timezone_minute to_base
  to_base32 to_base64url to_big_endian_32 to_big_endian_64 to_encoded_polyline to_geojson_geometry to_geometry
  to_ieee754_32 to_ieee754_64 to_milliseconds to_spherical_geography transform_keys transform_values trim_array
  url_encode value_at_quantile values_at_quantiles wilson_interval_lower wilson_interval_upper with_timezone word_stem
  xxhash64 zip_with`.split(/\s+/),
);

/** Whether Athena has a function that this machine has not. */
export function runsOnAthenaAlone(name: string): boolean {
  const lower = name.toLowerCase();
  return onAthenaAlone.has(lower) || lower.startsWith("st_");
}

/** Functions of other languages that people bring along, and what to write instead. */
export const elsewhereCalled: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ago: "date_add('day', -7, now())",
    array_length: "cardinality(array)",
    bin: "date_trunc('hour', time)",
    countif: "count_if(condition)",
    datediff: "date_diff('day', from, to)",
    dateadd: "date_add('day', count, value)",
    dcount: "approx_distinct(x), or count(DISTINCT x)",
    endofday: "date_trunc('day', time) + interval '1' day",
    getdate: "now()",
    group_concat: "array_join(array_agg(x), ', ')",
    has: "strpos(lower(text), 'word') > 0",
    iff: "if(condition, then, otherwise)",
    ifnull: "coalesce(value, otherwise)",
    iif: "if(condition, then, otherwise)",
    isempty: "coalesce(text, '') = ''",
    isnotempty: "text <> ''",
    isnull: "value IS NULL",
    left: "substr(text, 1, length)",
    len: "length(text)",
    list: "array_agg(x)",
    make_list: "array_agg(x)",
    make_set: "array_agg(DISTINCT x)",
    nvl: "coalesce(value, otherwise)",
    parse_json: "json_parse(text)",
    right: "substr(text, -length)",
    startofday: "date_trunc('day', time)",
    strcat: "concat(text, text), or text || text",
    strftime: "date_format(time, format)",
    string_agg: "array_join(array_agg(x), ', ')",
    string_split: "split(text, separator)",
    tolower: "lower(text)",
    tostring: "CAST(value AS varchar)",
    toupper: "upper(text)",
    unnest: "UNNEST in FROM: CROSS JOIN UNNEST(array) AS t(x)",
  }),
);
