import { stat } from "node:fs/promises";
import type { DuckDBConnection } from "@duckdb/node-api";
import type { Database } from "../duckdb/database.ts";

/** Questions over more slices read every footer: the time goes elsewhere, and the memory is needed. */
const mostInQuestion = 256;

/**
 * So many slices are remembered at most. A footer of two hundred columns takes about 110 KB, most of it where DuckDB
 * does not count it for its limit.
 */
const mostRemembered = 1024;

/** So many questions at once find a connection that remembers. */
const connections = 2;

/**
 * Connections that remember the footers of slices, which never change. Reading them is half of what a question over a
 * month costs.
 */
export class FooterMemory {
  readonly #database: Database;
  readonly #idle: DuckDBConnection[];
  /** Files by what they were when they were first read. */
  readonly #remembered = new Map<string, string>();

  private constructor(database: Database, idle: DuckDBConnection[]) {
    this.#database = database;
    this.#idle = idle;
  }

  /** @param database one that is not locked yet: the setting belongs to a connection, and later none can be set. */
  static async open(database: Database): Promise<FooterMemory> {
    const idle: DuckDBConnection[] = [];
    for (let opened = 0; opened < connections; opened += 1) {
      const connection = await database.connect();
      idle.push(connection);
      await connection.run("SET SESSION parquet_metadata_cache = true");
    }
    return new FooterMemory(database, idle);
  }

  /**
   * Runs `work` on a connection that it has for itself. Views of earlier questions may be there: `work` makes those
   * that it needs.
   *
   * @param files the slices that it reads.
   */
  async use<T>(files: readonly string[], work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    const versions = files.length > mostInQuestion ? [] : await Promise.all(files.map(versionOf));
    const connection = this.#mayRemember(files, versions) ? this.#idle.pop() : undefined;
    if (connection === undefined) return this.#database.use(work);
    for (const [index, file] of files.entries()) this.#remembered.set(file, versions[index] ?? "");
    try {
      return await work(connection);
    } finally {
      this.#idle.push(connection);
    }
  }

  #mayRemember(files: readonly string[], versions: readonly (string | undefined)[]): boolean {
    if (files.length > mostInQuestion) return false;
    const isAnother = (file: string, index: number): boolean =>
      versions[index] === undefined || (this.#remembered.get(file) ?? versions[index]) !== versions[index];
    if (files.some(isAnother)) return false;
    const unknown = files.filter((file) => !this.#remembered.has(file));
    return this.#remembered.size + unknown.length <= mostRemembered;
  }
}

/**
 * DuckDB knows a file that was swapped by its size and by when it was written, which whoever swaps it may keep; when the
 * file system last changed it, nobody can set. Undefined when it is not there.
 */
async function versionOf(file: string): Promise<string | undefined> {
  try {
    const { ino, size, mtimeNs, ctimeNs } = await stat(file, { bigint: true });
    return [ino, size, mtimeNs, ctimeNs].join(" ");
  } catch {
    return undefined;
  }
}
