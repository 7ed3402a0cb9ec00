import { sqlName } from "../../tables/sql/quoted-sql.ts";

/** Names of our columns that are words of SQL, which a statement writes in quotes. */
const words = new Set(["table", "from", "to", "order", "group", "user", "values", "end"]);

/** A name as a statement writes it: in quotes where it would mean something else without. */
export function writtenName(name: string): string {
  return /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) && !words.has(name.toLowerCase()) ? name : sqlName(name);
}
