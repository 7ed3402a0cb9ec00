import { isUtf8 } from "node:buffer";
import { blobValue, type DuckDBConnection, type DuckDBPreparedStatement } from "@duckdb/node-api";
import { interruptible } from "../duckdb/database.ts";
import type { LineBlock } from "../import/line-blocks.ts";
import { linesSql, plainSignInsSql } from "../import/plain-sign-ins.ts";
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
  SELECT line, text FROM (${linesSql})
  WHERE line NOT IN (SELECT line FROM staged WHERE input = $input AND line >= $first)
  ORDER BY line`;

/** Stages the plain sign-ins of a block in DuckDB, which reads JSON many times faster than JavaScript does. */
export class LineStager {
  readonly #connection: DuckDBConnection;
  readonly #insert: DuckDBPreparedStatement;

  private constructor(connection: DuckDBConnection, insert: DuckDBPreparedStatement) {
    this.#connection = connection;
    this.#insert = insert;
  }

  static async open(staging: StagingFile): Promise<LineStager> {
    const connection = await staging.connect();
    try {
      return new LineStager(connection, await connection.prepare(insertSql));
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
    this.#insert.bind({ input, tenantId: tenantId ?? null, first: block.firstLine, bytes: blobValue(block.bytes) });
    const { rowsChanged: staged } = await this.#insert.run();
    if (staged === block.lines) return { staged, others: [] };
    const reader = await this.#connection.runAndReadAll(othersSql, {
      input,
      first: block.firstLine,
      bytes: blobValue(block.bytes),
    });
    return { staged, others: reader.getRowsJS().map(([line, text]) => ({ line: Number(line), text: String(text) })) };
  }
}

/** Errors about the text of a block, not about the room to keep it in. */
function isAboutText(error: unknown): boolean {
  return error instanceof Error && /^(Conversion|Invalid Input|Out of Range) Error/.test(error.message);
}
