import { isUtf8 } from "node:buffer";
import type { DuckDBConnection, DuckDBPreparedStatement } from "@duckdb/node-api";
import { interruptible } from "../duckdb/database.ts";
import type { LineBlock } from "../import/line-blocks.ts";
import { numberedLinesSql, plainSignInsSql } from "../import/plain-sign-ins.ts";
import type { StagingFile } from "../lake/staging-file.ts";

/** Whose the lines are. */
export interface LineOrigin {
  readonly input: number;
  readonly tenantId: string | undefined;
}

/** What became of a block's lines. */
export interface StagedLines {
  /** How many were plain sign-ins and are staged. */
  readonly staged: number;
  /** The others, in their order. */
  readonly others: readonly { readonly line: number; readonly text: string }[];
}

const insertSql = `
  INSERT INTO staged BY NAME
  SELECT $input::INTEGER AS input, line, 'signins' AS tbl, $tenantId::VARCHAR AS tenant_id, key, event_ms, source,
         false AS approximate, false AS late, raw
  FROM (${plainSignInsSql})`;

const othersSql = `
  SELECT line, text FROM (${numberedLinesSql})
  WHERE line NOT IN (SELECT line FROM staged WHERE input = $input::INTEGER AND line >= $first::INTEGER)
  ORDER BY line`;

/** Stages the plain sign-ins of a block in DuckDB, which reads JSON many times faster than JavaScript does. */
export class LineStager {
  readonly #connection: DuckDBConnection;
  readonly #insert: DuckDBPreparedStatement;
  readonly #others: DuckDBPreparedStatement;

  private constructor(connection: DuckDBConnection, insert: DuckDBPreparedStatement, others: DuckDBPreparedStatement) {
    this.#connection = connection;
    this.#insert = insert;
    this.#others = others;
  }

  static async open(staging: StagingFile): Promise<LineStager> {
    const connection = await staging.connect();
    try {
      const [insert, others] = [await connection.prepare(insertSql), await connection.prepare(othersSql)];
      return new LineStager(connection, insert, others);
    } catch (error) {
      connection.closeSync();
      throw error;
    }
  }

  /**
   * Stages a block's plain lines, once `before` is done, so that rows lie in the order of the file. Undefined when the
   * engine could not make lines of the bytes: then nothing is staged.
   * @throws CancelledError; the engine's error when it cannot write.
   */
  async stage(
    block: LineBlock,
    { input, tenantId }: LineOrigin,
    before: Promise<unknown>,
    signal: AbortSignal | undefined,
  ): Promise<StagedLines | undefined> {
    if (!isUtf8(block.bytes)) return undefined;
    await this.#connection.run("BEGIN");
    try {
      const lines = await interruptible(this.#connection, signal, () => this.#insertPlain(block, input, tenantId));
      await before;
      await this.#connection.run("COMMIT");
      return lines;
    } catch (error) {
      await this.#connection.run("ROLLBACK");
      if (isAboutText(error)) return undefined;
      throw error;
    }
  }

  close(): void {
    this.#connection.closeSync();
  }

  async #insertPlain(block: LineBlock, input: number, tenantId: string | undefined): Promise<StagedLines> {
    bindLines(this.#insert, block, input);
    if (tenantId === undefined) this.#insert.bindNull(this.#insert.parameterIndex("tenantId"));
    else this.#insert.bindVarchar(this.#insert.parameterIndex("tenantId"), tenantId);
    const { rowsChanged: staged } = await this.#insert.run();
    if (staged === block.lines) return { staged, others: [] };
    bindLines(this.#others, block, input);
    const reader = await this.#others.runAndReadAll();
    return { staged, others: reader.getRowsJS().map(([line, text]) => ({ line: Number(line), text: String(text) })) };
  }
}

/** A value that is not bound by its type is copied into memory that only the garbage collector frees. */
function bindLines(statement: DuckDBPreparedStatement, block: LineBlock, input: number): void {
  statement.bindInteger(statement.parameterIndex("input"), input);
  statement.bindInteger(statement.parameterIndex("first"), block.firstLine);
  statement.bindBlob(statement.parameterIndex("bytes"), block.bytes);
}

/** Errors about the text of a block, not about the room to keep it in. */
function isAboutText(error: unknown): boolean {
  return error instanceof Error && /^(Conversion|Invalid Input|Out of Range) Error/.test(error.message);
}
