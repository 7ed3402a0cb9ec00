const octet = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
const mapped = "281470681743360::UHUGEINT";

/**
 * Macros for IP addresses, by their heads. An address is a number of 128 bits (UHUGEINT); IPv4 is ::ffff:a.b.c.d,
 * as in Trino, so that a network is a range and the order is Trino's. A lambda over a list of one names a value,
 * so that it is computed once.
 */
export const trinoAddresses: Readonly<Record<string, string>> = {
  "trino_ip(x)": `CASE WHEN x IS NULL THEN NULL
    WHEN regexp_full_match(x, '${octet}(\\.${octet}){3}') THEN CAST(281470681743360 + trino_ip4(x) AS UHUGEINT)
    ELSE list_transform([x], lambda t: coalesce(trino_ip6(trino_ip6_groups(t)), trino_fail('Cannot cast value to IPADDRESS: ' || t)))[1] END`,
  "trino_ip4(x)": `list_transform([string_split(x, '.')],
    lambda p: CAST(p[1] AS BIGINT) * 16777216 + CAST(p[2] AS BIGINT) * 65536 + CAST(p[3] AS BIGINT) * 256 + CAST(p[4] AS BIGINT))[1]`,
  // An IPv4 address at the end is written as two groups.
  "trino_ip6_groups(x)": `CASE WHEN regexp_matches(x, ':${octet}(\\.${octet}){3}$')
    THEN regexp_replace(x, '[0-9.]+$', '') || list_transform([trino_ip4(regexp_extract(x, '[0-9.]+$'))],
      lambda n: printf('%x:%x', CAST(n // 65536 AS INTEGER), CAST(n % 65536 AS INTEGER)))[1]
    ELSE x END`,
  // NULL for what is no address: eight groups, or fewer with one :: for the missing zeros.
  "trino_ip6(text)": `list_transform([text], lambda g: CASE
    WHEN NOT regexp_full_match(g, '([0-9a-fA-F]{1,4}(:[0-9a-fA-F]{1,4})*)?(::)?([0-9a-fA-F]{1,4}(:[0-9a-fA-F]{1,4})*)?') THEN NULL
    WHEN contains(g, '::') THEN CASE WHEN trino_ip6_count(g) < 8 THEN trino_ip6_number(replace(g, '::', ':' || repeat('0:', 8 - trino_ip6_count(g)))) END
    WHEN trino_ip6_count(g) = 8 THEN trino_ip6_number(g) END)[1]`,
  "trino_ip6_count(g)": "len(list_filter(string_split(g, ':'), lambda p: p <> ''))",
  "trino_ip6_number(full_text)": `list_reduce(list_transform(list_filter(string_split(full_text, ':'), lambda p: p <> ''),
    lambda p: CAST(CAST('0x' || p AS BIGINT) AS UHUGEINT)), lambda n, p: n * 65536::UHUGEINT + p)`,
  "trino_ip_is4(n)": `n >= ${mapped} AND n <= ${mapped} + 4294967295`,
  "trino_ip_hex(n)":
    "array_to_string(list_transform(range(0, 8), lambda i: printf('%x', CAST((n >> CAST(112 - 16 * i AS UHUGEINT)) % 65536 AS INTEGER))), ':')",
  // RFC 5952: the first longest run of two or more zero groups becomes ::.
  "trino_ip_run(h)": `list_filter([':0:0:0:0:0:0:0:0:', ':0:0:0:0:0:0:0:', ':0:0:0:0:0:0:', ':0:0:0:0:0:', ':0:0:0:0:', ':0:0:0:', ':0:0:'],
    lambda r: contains(h, r))[1]`,
  "trino_ip_short(h, run)": `CASE WHEN run IS NULL THEN h[2:-2]
    ELSE ltrim(left(h, instr(h, run) - 1), ':') || '::' || rtrim(substr(h, instr(h, run) + length(run)), ':') END`,
  "trino_ip_text(n)": `CASE WHEN n IS NULL THEN NULL WHEN trino_ip_is4(n)
    THEN array_to_string(list_transform([24, 16, 8, 0], lambda s: CAST((n >> CAST(s AS UHUGEINT)) % 256 AS VARCHAR)), '.')
    ELSE list_transform([':' || trino_ip_hex(n) || ':'], lambda h: trino_ip_short(h, trino_ip_run(h)))[1] END`,
  // How many of the 128 bits a network leaves free; an error for what is no network.
  "trino_free_bits(cidr)": `CASE
    WHEN NOT regexp_full_match(cidr, '[^/]+/[0-9]{1,3}') THEN trino_fail('Invalid CIDR: ' || cidr)
    WHEN CAST(split_part(cidr, '/', 2) AS INTEGER) > CASE WHEN contains(cidr, ':') THEN 128 ELSE 32 END THEN trino_fail('Invalid prefix length: ' || cidr)
    ELSE CAST(CASE WHEN contains(cidr, ':') THEN 128 ELSE 32 END - CAST(split_part(cidr, '/', 2) AS INTEGER) AS UHUGEINT) END`,
  // Trino refuses an IPv4 network with bits set behind its prefix.
  "trino_network(cidr)": `list_transform([trino_ip(split_part(cidr, '/', 1))], lambda n: CASE
    WHEN trino_free_bits(cidr) < 0 OR contains(cidr, ':') = (trino_ip_is4(n)) THEN trino_fail('Invalid CIDR: ' || cidr)
    WHEN NOT contains(cidr, ':') AND (n >> trino_free_bits(cidr)) << trino_free_bits(cidr) <> n THEN trino_fail('Invalid CIDR: ' || cidr)
    ELSE n END)[1]`,
  "trino_network_contains(cidr, ip)": `CASE WHEN cidr IS NULL OR ip IS NULL THEN NULL
    WHEN trino_network(cidr) IS NULL OR contains(cidr, ':') = (trino_ip_is4(ip)) THEN false
    WHEN trino_free_bits(cidr) = 128 THEN true
    ELSE (ip >> trino_free_bits(cidr)) = (trino_network(cidr) >> trino_free_bits(cidr)) END`,
};
