const octet = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
const mapped = "281470681743360::UHUGEINT";

const dotted = `${octet}(\\.${octet}){3}`;
const group = "[0-9a-fA-F]{1,4}";
const groups = `${group}(:${group})*`;

/**
 * Macros for IP addresses, by their heads. An address is a number of 128 bits (UHUGEINT); IPv4 is ::ffff:a.b.c.d,
 * as in Trino, so that a network is a range and the order is Trino's. Reading one raises no error for any text: what
 * DuckDB computes for the values of a whole dictionary, those that no row selects among them, must not fail.
 */
export const trinoAddresses: Readonly<Record<string, string>> = {
  "trino_ip4_valid(x)": `CASE WHEN regexp_full_match(x, '${dotted}') THEN x END`,
  // The four numbers times their weights; only of a valid text.
  "trino_ip4(x)":
    "CAST(list_dot_product(CAST(string_split(x, '.') AS DOUBLE[]), CAST([16777216, 65536, 256, 1] AS DOUBLE[])) AS BIGINT)",
  // An IPv4 address at the end is written as two groups.
  "trino_ip6_plain(x)": `CASE WHEN contains(x, '.') THEN regexp_replace(x, '[^:]*$', '')
    || regexp_replace(printf('%08x', trino_ip4(trino_ip4_valid(regexp_extract(x, '[^:]*$')))), '^....', '\\0:') ELSE x END`,
  // Eight less the groups there are, which are one more than the colons, less those that stand beside nothing.
  "trino_ip6_missing(g)":
    "8 - length(g) + length(replace(g, ':', '')) + CAST(starts_with(g, '::') AS INTEGER) + CAST(ends_with(g, '::') AS INTEGER)",
  "trino_ip6_number(g)":
    "CAST(CAST(unhex(array_to_string(list_transform(string_split(g, ':')[1:], lambda p: lpad(p, 4, '0')), '')) AS BIT) AS UHUGEINT)",
  // NULL for what is no address: eight groups, or fewer with one :: for the missing zeros.
  "trino_ip6(g)": `CASE WHEN regexp_full_match(g, '${group}(:${group}){7}')
      OR regexp_full_match(g, '(${groups})?::(${groups})?') AND trino_ip6_missing(g) > 0
    THEN trino_ip6_number(CASE WHEN contains(g, '::') THEN trim(replace(g, '::', ':' || repeat('0:', trino_ip6_missing(g))), ':') ELSE g END) END`,
  "trino_ip_or_null(x)": `CASE WHEN contains(x, ':') THEN trino_ip6(trino_ip6_plain(x))
    ELSE CAST(281470681743360 + trino_ip4(trino_ip4_valid(x)) AS UHUGEINT) END`,
  "trino_ip(x)":
    "CASE WHEN x IS NULL THEN NULL ELSE coalesce(trino_ip_or_null(x), trino_fail('Cannot cast value to IPADDRESS: ' || x)) END",
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
    ELSE CASE WHEN contains(cidr, ':') THEN 128 ELSE 32 END - CAST(split_part(cidr, '/', 2) AS INTEGER) END`,
  // The numbers of addresses that differ within a network; all 128 bits have no room for one more.
  "trino_host_bits(cidr)": `CASE trino_free_bits(cidr) WHEN 128 THEN 340282366920938463463374607431768211455::UHUGEINT
    ELSE (1::UHUGEINT << CAST(trino_free_bits(cidr) AS UHUGEINT)) - 1::UHUGEINT END`,
  // Trino refuses an IPv4 network with bits set behind its prefix.
  "trino_network(cidr)": `list_transform([trino_ip(split_part(cidr, '/', 1))][1:], lambda n: CASE
    WHEN contains(cidr, ':') = (trino_ip_is4(n)) THEN trino_fail('Invalid CIDR: ' || cidr)
    WHEN NOT contains(cidr, ':') AND (n & trino_host_bits(cidr)) <> 0::UHUGEINT THEN trino_fail('Invalid CIDR: ' || cidr)
    ELSE n - (n & trino_host_bits(cidr)) END)[1]`,
  "trino_network_range(cidr, ip)": "ip BETWEEN trino_network(cidr) AND trino_network(cidr) + trino_host_bits(cidr)",
  // A range of IPv4 holds no other address; one of IPv6 can hold those that IPv4 has.
  "trino_network_contains(cidr, ip)": `CASE WHEN cidr IS NULL THEN NULL WHEN contains(cidr, ':')
    THEN (trino_network_range(cidr, ip)) AND NOT (trino_ip_is4(ip)) ELSE trino_network_range(cidr, ip) END`,
};
