import assert from "node:assert/strict";
import type { DuckDBConnection } from "@duckdb/node-api";
import fc from "fast-check";
import { type Translation, translate } from "../../../src/dialect/translate.ts";
import { TenantTrailError } from "../../../src/protocol/errors.ts";
import { parsedByDuckDB } from "../../../src/query/lock/serialized.ts";
import { StatementLock } from "../../../src/query/lock/statement-lock.ts";

/** What two readers of SQL may read differently, and what must never be read as code. */
const pieces = [
  "--|/*|*/|/* /* */|*/ --|'|''|\"|\"\"|`|$$|$a$|$1|$x|:a|:x|?|?1|@x|@|#1|#|::|:=|->|->>|=>|;|\\|\\'|\\n|\n|\r|\r\n|\t",
  " |\u00A0|\u2003|\u2028|\u2029|\u3000|\uFEFF|\u200B|\u202E|\u2018|\u2019|\u201C|\u201D|\uFF07|\u00AD|\u0085|\u001A",
  "E'|e'|U&'|u&'\\|X'|x'|B'|N'|_utf8'|1|1_0|1_|1__0|0x|0xF|0x_F|0b1|1e|1e5|.5|5.|1.e1|1e+|é|😀|ß|İ",
  "(|)|[|]|{|}|,|.|+|-|*|/|%|=|<|>|!=|<>|AND|OR|NOT|NULL|SELECT|FROM|WHERE|UNION ALL|AS|IN|VALUES|CASE|END|UESCAPE '!'",
  "canary()|enable_profiling(|read_text('x')|getenv('HOME')|FROM read_csv('x')|trino_canary(|~1|\"~1\"|constructor|__proto__",
].flatMap((line) => line.split("|"));
const readable = fc.constantFrom(...pieces, "|", "||");
const piece = fc.oneof({ arbitrary: readable, weight: 60 }, fc.constantFrom("\0", "\uD800", "\uDC00"));
const text = fc.array(readable, { maxLength: 12 }).map((list) => list.join(""));
/** What a comment may hold without ending it. */
const comment = text.map((inside) => `/*${inside.replaceAll("*/", "* /")}*/`);
const gap = fc.oneof(
  fc.constantFrom(" ", "\n", "\t", " \r\n"),
  comment,
  text.map((inside) => `--${inside.replaceAll(/[\r\n]/g, "")}\n`),
);

/** A statement of literals, names and gaps, and what it means. */
export interface MeantStatement {
  readonly sql: string;
  readonly literals: readonly string[];
  readonly names: readonly string[];
}

export const meantStatement: fc.Arbitrary<MeantStatement> = fc
  .record({
    literals: fc.array(text, { minLength: 1, maxLength: 4 }),
    names: fc.array(
      text.map((name) => name || "x"),
      { minLength: 4, maxLength: 4 },
    ),
    gaps: fc.array(gap, { minLength: 12, maxLength: 12 }),
  })
  .map(({ literals, names, gaps }) => {
    const [a, b, c, d, e, f, ...more] = gaps;
    const items = literals.map(
      (value, at) =>
        `'${value.replaceAll("'", "''")}'${more[at % more.length]}AS${a}"${(names[at] ?? "x").replaceAll('"', '""')}"`,
    );
    const sql = `SELECT${b}${items.join(`${c},${d}`)}${e}GROUP BY${f}(${a}1)${b}HAVING${c}'canary()'${d}<>${e}''`;
    return { sql, literals: [...literals, "canary()", ""], names: names.slice(0, literals.length) };
  });

/** Text of pieces in any order, with a beginning that lets some of it be a statement. */
export const hostileText: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom("SELECT ", "SELECT 1 ", "SELECT '", "", "VALUES ", "SELECT 1 GROUP BY (1"),
    fc.array(piece, { maxLength: 30 }),
  )
  .map(([begin, rest]) => begin + rest.join(""));

const schema = { columns: () => undefined };

function translated(sql: string): Translation | undefined {
  try {
    return translate(sql, { schema });
  } catch (error) {
    assert.ok(error instanceof TenantTrailError, `${JSON.stringify(sql)}: ${String(error)}`);
    assert.ok(error.place !== undefined, `${JSON.stringify(sql)}: ${error.message} has no place`);
    return undefined;
  }
}

/** Sends statements through both locks; a property of `npm run fuzz` as well. */
export class BothLocks {
  readonly #connection: DuckDBConnection;
  readonly #lock = new StatementLock();

  constructor(connection: DuckDBConnection) {
    this.#connection = connection;
  }

  /** Whatever the text: refused with a place, or something that DuckDB reads as the translation meant it. */
  async holdsFor(sql: string): Promise<void> {
    const translation = translated(sql);
    if (translation === undefined) return;
    try {
      await this.#lock.check(this.#connection, translation);
    } catch (error) {
      assert.ok(error instanceof TenantTrailError, String(error));
      assert.notEqual(error.code, "sql-refused", `${JSON.stringify(sql)} became ${translation.sql}: ${error.message}`);
    }
  }

  /** A statement whose literals and names are known: DuckDB finds exactly these. */
  async reads({ sql, literals, names }: MeantStatement): Promise<void> {
    const translation = translated(sql);
    assert.ok(translation !== undefined, `${JSON.stringify(sql)} is refused`);
    await this.#lock.check(this.#connection, translation);
    const parsed = await parsedByDuckDB(this.#connection, translation.sql);
    const found: string[] = [];
    const aliases: string[] = [];
    collect(parsed, found, aliases);
    assert.deepEqual(found.toSorted(), [...literals].toSorted(), translation.sql);
    assert.deepEqual(
      translation.columns.map(({ name }) => name),
      names,
    );
    assert.equal(aliases.length, names.length, translation.sql);
    for (const [at, alias] of aliases.entries()) {
      const name = names[at] ?? "";
      const printed = name.startsWith("~") ? `~${name}` : name;
      assert.ok(alias === printed || alias.startsWith(`${printed}_`), `${alias} is no ${printed}`);
    }
  }
}

/** The texts and the aliases that DuckDB found, in its order. */
function collect(part: unknown, texts: string[], aliases: string[]): void {
  if (Array.isArray(part)) {
    for (const inner of part) collect(inner, texts, aliases);
    return;
  }
  if (typeof part !== "object" || part === null) return;
  const { class: kind, value, alias } = part as { class?: unknown; value?: unknown; alias?: unknown };
  if (typeof alias === "string") aliases.push(alias);
  if (kind === "CONSTANT" && typeof value === "object" && value !== null && "type" in value) {
    const { type, value: text } = value as { type: { id?: unknown }; value?: unknown };
    if (type.id === "VARCHAR") texts.push(text === undefined ? "" : String(text));
    return;
  }
  for (const inner of Object.values(part)) collect(inner, texts, aliases);
}
