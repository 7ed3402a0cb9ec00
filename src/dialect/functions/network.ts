import type { Call } from "../parse/syntax.ts";
import type { Context } from "../scope/context.ts";
import { sql } from "../text/sql-text.ts";
import { type Typed, typed } from "../types/typed.ts";
import { boolean } from "../types/types.ts";

const mapped = 0xffffn << 32n;

/**
 * `contains('10.0.0.0/8', address)` with a literal network: a range of numbers, which DuckDB compares faster than
 * it can shift. `undefined` for other calls of `contains`.
 */
export function containsNetwork(context: Context, args: readonly Typed[], call: Call): Typed | undefined {
  const [network, address] = args;
  if (typeof network?.constant !== "string" || address?.type.kind !== "ipaddress" || args.length !== 2)
    return undefined;
  const range = networkRange(network.constant);
  if (range === undefined)
    throw context.mistake(network.span, `'${network.constant}' is not a network such as 10.0.0.0/8`);
  const within = sql`(${address.sql} BETWEEN ${range.first}::UHUGEINT AND ${range.last}::UHUGEINT)`;
  return typed(range.v4 ? within : sql`(${within} AND NOT trino_ip_is4(${address.sql}))`, boolean, call);
}

/** The first and last address; `undefined` for what Trino refuses, among it IPv4 with bits behind the prefix. */
function networkRange(cidr: string): { first: bigint; last: bigint; v4: boolean } | undefined {
  const [, address = "", digits = ""] = /^([^/]+)\/(\d{1,3})$/.exec(cidr) ?? [];
  const v4 = ipv4(address);
  const base = v4 === undefined ? ipv6(address) : v4 + mapped;
  if (base === undefined || digits === "") return undefined;
  const free = (v4 === undefined ? 128n : 32n) - BigInt(digits);
  if (free < 0n) return undefined;
  const first = (base >> free) << free;
  // An IPv4 address written as IPv6 is IPv4 to Java, whose prefix then means something else.
  if (v4 === undefined ? base >> 32n === 0xffffn : first !== base) return undefined;
  return { first, last: first + (1n << free) - 1n, v4: v4 !== undefined };
}

function ipv4(text: string): bigint | undefined {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256))
    return undefined;
  return parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n);
}

function ipv6(text: string): bigint | undefined {
  const dotted = /^(.*:)([\d.]+\.[\d.]+)$/.exec(text);
  const tail = dotted === null ? undefined : ipv4(dotted[2] ?? "");
  if (dotted !== null && tail === undefined) return undefined;
  const plain =
    tail === undefined ? text : `${dotted?.[1] ?? ""}${(tail >> 16n).toString(16)}:${(tail & 0xffffn).toString(16)}`;
  const halves = plain.split("::").map((half) => (half === "" ? [] : half.split(":")));
  const [head = [], rest = []] = halves;
  const missing = 8 - head.length - rest.length;
  if (halves.length > 2 || (halves.length === 2 ? missing < 1 : missing !== 0)) return undefined;
  const groups = [...head, ...Array.from({ length: missing }, () => "0"), ...rest];
  if (!groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return undefined;
  return groups.reduce((sum, group) => sum * 65536n + BigInt(`0x${group}`), 0n);
}
