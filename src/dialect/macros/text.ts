/** One character of a URL that needs no place of its own: unreserved, a sub-delimiter, escaped, or beyond ASCII. */
const urlChar = "[A-Za-z0-9._~!$&''()*+,;=-]|%[0-9A-Fa-f]{2}|[^\\x00-\\xA0]";

/** Macros for text, by their heads. */
export const trinoText: Readonly<Record<string, string>> = {
  // Java's white space within ASCII, which TRIM takes off.
  "trino_spaces()":
    "' ' || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(28) || chr(29) || chr(30) || chr(31)",
  "trino_not_empty(x)": "CASE WHEN x = '' THEN trino_fail('The delimiter may not be the empty string') ELSE x END",
  "trino_fitting(x, n)":
    "CASE WHEN length(x) > n THEN trino_fail('Value ' || x || ' cannot be represented as varchar(' || n || ')') ELSE x END",
  // DuckDB takes no position beyond 32 bits, and believes that substr cannot fail: a cast that can keeps it from
  // computing the values of rows that nothing selects.
  "trino_substr(s, start)":
    "CASE WHEN start = 0 OR start < -length(s) OR start > length(s) THEN CASE WHEN s IS NOT NULL THEN '' END ELSE substr(s, CAST(start AS INTEGER)) END",
  "trino_substr_length(s, start, n)": `CASE WHEN n IS NULL THEN NULL
    WHEN n <= 0 OR start = 0 OR start < -length(s) OR start > length(s) THEN CASE WHEN s IS NOT NULL AND start IS NOT NULL THEN '' END
    ELSE left(substr(s, CAST(start AS INTEGER)), greatest(0, least(n, length(s)))) END`,
  "trino_pad_length(n)": `CASE WHEN n < 0 THEN trino_fail('Target length must be in the range [0..2147483647]')
    WHEN n > 1000000 THEN trino_fail('Padding to more than 1,000,000 characters is not supported on this machine') ELSE CAST(n AS INTEGER) END`,
  "trino_replace(s, search, fresh)":
    "CASE WHEN search = '' THEN trino_fail('replace of an empty text is not supported on this machine') ELSE replace(s, search, fresh) END",
  "trino_url_decoded(x)": "url_decode(trino_same_text(x))",
  // Java's upper case leaves ß as it is.
  "trino_upper(s)":
    "CASE WHEN contains(s, 'ß') THEN array_to_string(list_transform(string_split(s, 'ß'), lambda p: upper(p)), 'ß') ELSE upper(s) END",
  "trino_reverse(s)": "array_to_string(list_reverse(string_split(s, '')), '')",
  // Narrowed as in substr: TRY around split_part over a dictionary wrote over the memory of the file that is read.
  "trino_split_part(s, delimiter, n)": `CASE WHEN n <= 0 THEN trino_fail('Index must be greater than zero')
    WHEN n > len(string_split(s, trino_not_empty(delimiter))) THEN NULL ELSE split_part(s, delimiter, CAST(n AS INTEGER)) END`,
  "trino_split_to_map(s, entry, pair)": `map_from_entries(list_transform(
    trino_each(list_filter(string_split(s, trino_not_empty(entry)), lambda e: e <> '')),
    lambda e: CASE WHEN len(string_split(e, trino_not_empty(pair))) <> 2
      THEN trino_fail('Key-value delimiter must appear exactly once in each entry. Bad input: ' || e)
      ELSE struct_pack(k := split_part(e, pair, 1), v := split_part(e, pair, 2)) END))`,
  "trino_codepoint(s)":
    "CASE WHEN length(s) <> 1 THEN trino_fail('codepoint needs exactly one character') ELSE unicode(s) END",
  // DuckDB counts bytes here, Trino code points: the same only for ASCII.
  "trino_levenshtein(a, b)":
    "CASE WHEN strlen(a) <> length(a) OR strlen(b) <> length(b) THEN trino_fail('levenshtein_distance of text beyond ASCII is not supported on this machine') WHEN length(a) * length(b) > 10000000 THEN trino_fail('levenshtein_distance of texts this long is not supported on this machine') ELSE levenshtein(a, b) END",
  "trino_hamming(a, b)": `CASE WHEN length(a) <> length(b) THEN trino_fail('The input strings to hamming_distance function must have the same length')
    WHEN length(a) = 0 THEN 0
    ELSE len(list_filter(range(1, length(a) + 1), lambda i: substr(a, i, 1) <> substr(b, i, 1))) END`,
  // What Java's URI takes, part by part; letters beyond ASCII are allowed, brackets only around an address.
  "trino_url_valid(u)": `regexp_full_match(u, '([A-Za-z][A-Za-z0-9+.-]*:)?(//(${urlChar}|[@:])*(\\[[0-9A-Fa-f:.]+\\])?(:[0-9]*)?)?(${urlChar}|[@:/])*(\\?(${urlChar}|[@:/?\\[\\]])*)?(#(${urlChar}|[@:/?\\[\\]])*)?')`,
  // A host that is no proper name (an underscore, digits at the end) is none for Java.
  "trino_url_host(h)": `CASE WHEN regexp_full_match(h, '(([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\\.)*[A-Za-z]([A-Za-z0-9-]*[A-Za-z0-9])?\\.?|[0-9]{1,3}(\\.[0-9]{1,3}){3}|\\[[0-9A-Fa-f:.]+\\])') THEN h ELSE '' END`,
  // RFC 3986, appendix B. NULL for what is no URL, as in Trino.
  "trino_url_part(u, part)": `CASE WHEN NOT trino_url_valid(u) THEN NULL ELSE CASE part
    WHEN 'protocol' THEN regexp_extract(u, '^([A-Za-z][A-Za-z0-9+.-]*):', 1)
    WHEN 'host' THEN trino_url_host(regexp_extract(u, '^(?:[A-Za-z][A-Za-z0-9+.-]*:)?//(?:[^/?#@]*@)?(\\[[^\\]/?#]*\\]|[^:/?#]*)', 1))
    WHEN 'port' THEN regexp_extract(u, '^[A-Za-z][A-Za-z0-9+.-]*://(?:[^/?#@]*@)?(?:\\[[^\\]/?#]*\\]|[^:/?#]*):([0-9]+)', 1)
    WHEN 'path' THEN trino_url_decoded(replace(regexp_extract(u, '^(?:[A-Za-z][A-Za-z0-9+.-]*:)?(?://[^/?#]*)?([^?#]*)', 1), '+', '%2B'))
    WHEN 'query' THEN trino_url_decoded(replace(regexp_extract(u, '^[^?#]*\\?([^#]*)', 1), '+', '%2B'))
    WHEN 'fragment' THEN trino_url_decoded(replace(regexp_extract(u, '#(.*)$', 1), '+', '%2B')) END END`,
  "trino_url_parameter(u, name)": `CASE WHEN NOT trino_url_valid(u) OR name IS NULL THEN NULL ELSE list_transform(
    trino_each(list_filter(string_split(regexp_extract(u, '^[^?#]*\\?([^#]*)', 1), '&'), lambda p: split_part(p, '=', 1) = name AND u LIKE '%?%')),
    lambda p: CASE WHEN contains(p, '=') THEN trino_url_decoded(replace(substr(p, instr(p, '=') + 1), '+', ' ')) ELSE '' END)[1] END`,
  // Java's trim takes off every character up to the space.
  "trino_unspaced(x)": "regexp_replace(x, '[\\x00-\\x20]+', '', 'g')",
  // Long.parseLong of the trimmed text.
  "trino_integer_or_null(x)": `CASE WHEN regexp_full_match(x, '[\\x00-\\x20]*[+-]?[0-9]+[\\x00-\\x20]*') THEN trino_unspaced(x) END`,
  "trino_integer_text(x, type)": `CASE WHEN x IS NULL THEN NULL ELSE coalesce(trino_integer_or_null(x), trino_fail('Cannot cast ''' || x || ''' to ' || type)) END`,
  // Double.parseDouble, which takes a suffix and trims.
  "trino_double_or_null(x)": `CASE WHEN regexp_full_match(x, '[\\x00-\\x20]*[+-]?(NaN|Infinity|([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?[fFdD]?)[\\x00-\\x20]*') THEN regexp_replace(trino_unspaced(x), '([0-9.])[fFdD]$', '\\1') END`,
  "trino_double_number(x, type)": `CASE WHEN x IS NULL THEN NULL ELSE coalesce(trino_double_or_null(x), trino_fail('Cannot cast ''' || x || ''' to ' || type)) END`,
  // BigDecimal takes no blanks.
  "trino_decimal_or_null(x)": `CASE WHEN regexp_full_match(x, '[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?') THEN x END`,
  "trino_decimal_text(x, type)": `CASE WHEN x IS NULL THEN NULL ELSE coalesce(trino_decimal_or_null(x), trino_fail('Cannot cast ''' || x || ''' to ' || type)) END`,
  "trino_boolean(x)": `CASE WHEN x IS NULL THEN NULL WHEN lower(x) IN ('true', 't', '1') THEN true WHEN lower(x) IN ('false', 'f', '0') THEN false
    ELSE trino_fail('Cannot cast ''' || x || ''' to BOOLEAN') END`,
};
