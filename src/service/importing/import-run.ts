import { basename } from "node:path";
import { pathToFileURL } from "node:url";
import type { DuckDBConnection } from "@duckdb/node-api";
import { sum } from "../../base/sum.ts";
import { BlockReaders } from "../../import/block-readers.ts";
import { DigestOfRead } from "../../import/bytes/digest-of-read.ts";
import { FileState } from "../../import/bytes/file-state.ts";
import { expandPaths, type FoundFile } from "../../import/expand-paths.ts";
import { readFile } from "../../import/read-file.ts";
import type { RejectsWriter } from "../../import/rejects.ts";
import { rowsOfParts } from "../../import/rows-of-parts.ts";
import { commitStaged } from "../../lake/commit.ts";
import type { CommitOutcome } from "../../lake/committing/commit-options.ts";
import { tenantOfUnnamed } from "../../lake/held-tenants.ts";
import type { Lake } from "../../lake/lake.ts";
import { partKey } from "../../lake/ledger/day-part.ts";
import { publishAround } from "../../lake/manifests/publish-around.ts";
import { DuckDBSliceWork } from "../../lake/slices/duckdb-slice-work.ts";
import { nameInput, StagingWriter } from "../../lake/slices/staging.ts";
import { StagingFile } from "../../lake/slices/staging-file.ts";
import { withWorkDatabase } from "../../lake/slices/work-database.ts";
import { CancelledError, TenantTrailError, throwIfCancelled } from "../../protocol/errors.ts";
import type { ImportedFile, ImportOutcome, ImportProgress } from "../../protocol/lake.ts";
import type { ImportRequest } from "../../protocol/service/importing.ts";
import type { CallOptions } from "../../protocol/service/methods.ts";
import { tableNames } from "../../protocol/tables.ts";
import { leftRowsWords } from "../../protocol/words/left-rows-words.ts";
import { ImportInput } from "./import-input.ts";
import { importRef } from "./import-ref.ts";
import { LinesOfFile } from "./lines-of-file.ts";
import { rejectsOf } from "./rejects-file.ts";

/** Records of tens of megabytes do not fit in the usual limit of the work database. */
const raisedLimit = "1GB";

/**
 * Imports files and folders: reads every record into the staging table, then merges slice by slice, and publishes it
 * where Athena reads the lake.
 * @param readerScript what threads run that read NDJSON, `entry/import-reader`; without it all is read in this thread.
 * @throws TenantTrailError when the lake cannot be written, or the only file gives no records; CancelledError, which
 * leaves whole slices.
 */
export async function importLogs(
  lake: Lake,
  request: ImportRequest,
  options: CallOptions<ImportProgress>,
  readerScript?: URL,
): Promise<ImportOutcome> {
  return withWorkDatabase(lake.storage, async (connection, further) => {
    const run = new ImportRun(connection, lake, request, options);
    return run.explained(() => readAndMerge(run, lake, request, further, readerScript));
  });
}

async function readAndMerge(
  run: ImportRun,
  lake: Lake,
  request: ImportRequest,
  further: readonly DuckDBConnection[],
  readerScript: URL | undefined,
): Promise<ImportOutcome> {
  const readers = readerScript && new BlockReaders(readerScript);
  try {
    await run.readAll(readers);
  } finally {
    await readers?.close();
  }
  const tables = request.table === undefined ? tableNames : [request.table];
  const { result, warnings } = await publishAround(lake, tables, async (committed) => {
    try {
      return await run.mergeAll(further);
    } finally {
      // What was merged until somebody cancelled it is in the lake, too.
      for (const table of tables) await committed(table);
    }
  });
  return warnings.length === 0 ? result : { ...result, warnings: [...(result.warnings ?? []), ...warnings] };
}

/** What a file's records are staged with. */
interface Staging {
  readonly connection: DuckDBConnection;
  readonly writer: StagingWriter;
  readonly readers: BlockReaders | undefined;
}

class ImportRun {
  readonly #connection: DuckDBConnection;
  readonly #lake: Lake;
  readonly #request: ImportRequest;
  readonly #options: CallOptions<ImportProgress>;
  readonly #inputs: ImportInput[] = [];
  readonly #rejects: RejectsWriter;
  #totalBytes = 0;
  #doneBytes = 0;
  #hasMerged = false;
  #rows = 0;

  constructor(connection: DuckDBConnection, lake: Lake, request: ImportRequest, options: CallOptions<ImportProgress>) {
    this.#connection = connection;
    this.#lake = lake;
    this.#request = request;
    this.#options = options;
    this.#rejects = rejectsOf(lake, new Date().toISOString());
  }

  /** Does the work; a permission that it lacks is told with what that means for the lake. */
  async explained<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof TenantTrailError) || error.code !== "missing-permission") throw error;
      const means = this.#hasMerged
        ? "The import ended before all of it was in the lake; importing again goes on."
        : "Nothing was imported.";
      throw new TenantTrailError(error.code, `${means} ${error.message}`, { cause: error });
    }
  }

  async readAll(readers: BlockReaders | undefined): Promise<void> {
    const { signal } = this.#options;
    const files: FoundFile[] = [];
    for await (const file of expandPaths(this.#request.paths, signal)) files.push(file);
    this.#totalBytes = sum(files, ({ bytes }) => bytes);
    const staging = await StagingFile.create(await temporaryFolder(this.#connection));
    try {
      const connection = await staging.connect();
      const writer = await StagingWriter.open(connection);
      try {
        for (const file of files) await this.#readOrReport(file, { connection, writer, readers }, files.length === 1);
      } finally {
        writer.close();
        connection.closeSync();
        await this.#rejects.close();
      }
      await staging.giveTo(this.#connection);
    } finally {
      staging.close();
    }
  }

  /** Merges what was read, with a lane for each of the `further` connections to the work database. */
  async mergeAll(further: readonly DuckDBConnection[]): Promise<ImportOutcome> {
    const last = this.#inputs.at(-1)?.uri ?? "";
    const merged = new Map<string, number>();
    // Writing begins with nothing to count, which may take a while.
    this.#report(last, "merging", 0, 0);
    const work = new DuckDBSliceWork(this.#connection, this.#lake.storage, { raisedLimit }, further);
    const outcome = await commitStaged(work, this.#lake, {
      unnamedTenant: await tenantOfUnnamed(this.#connection, this.#lake, this.#options.signal),
      ...(this.#options.signal && { signal: this.#options.signal }),
      onProgress: ({ table, mergedRows }) => {
        this.#hasMerged = true;
        merged.set(table, mergedRows);
        const rows = sum(merged.values(), (each) => each);
        this.#report(last, "merging", this.#totalBytes * Math.min(1, rows / Math.max(1, this.#rows)), rows);
      },
    });
    const files = this.#inputs.map((input) => this.#outcomeOf(input, outcome));
    return { files, ...(outcome.left.length > 0 && { warnings: outcome.left.map(leftRowsWords) }) };
  }

  /** Reads a file; one that gives no records is reported among the others, and fails the run when it is the only one. */
  async #readOrReport(file: FoundFile, staging: Staging, only: boolean): Promise<void> {
    const from = this.#inputs.length;
    try {
      await this.#readFile(file, staging);
    } catch (error) {
      if (only || !isFilesFault(error)) throw error;
      // What was staged of them has no name, and so is not merged.
      const begun = this.#inputs.splice(from).map(({ number, uri }) => ({ number, uri }));
      const named = begun.length > 0 ? begun : [{ number: from, uri: pathToFileURL(file.path).href }];
      for (const { number, uri } of named) this.#inputs.push(ImportInput.unreadable(number, uri, error.message));
    }
    this.#doneBytes += file.bytes;
  }

  async #readFile(file: FoundFile, staging: Staging): Promise<void> {
    const { signal } = this.#options;
    const { table } = this.#request;
    const uri = pathToFileURL(file.path).href;
    const from = this.#inputs.length;
    const unchanged = await FileState.of(file.path);
    const digest = new DigestOfRead(file.path, signal);
    const onChunk = (chunk: Buffer | undefined): void => digest.add(chunk);
    const onBytes = (bytes: number): void => this.#report(file.path, "reading", this.#doneBytes + bytes, this.#rows);
    for await (const reading of readFile(file.path, { table, signal, onBytes, onChunk })) {
      const name = reading.member === null ? uri : `${uri}#${reading.member}`;
      if (reading.kind === "refused") {
        this.#inputs.push(ImportInput.unreadable(this.#inputs.length, name, reading.error.message));
        continue;
      }
      const input = new ImportInput(this.#inputs.length, name, reading.format, staging.writer, this.#rejects);
      this.#inputs.push(input);
      const held =
        reading.member === null
          ? new LinesOfFile({
              connection: this.#connection,
              lake: this.#lake,
              digest,
              tenantId: this.#request.tenantId?.toLowerCase(),
              table,
              isBegun: () => input.hasRows,
              signal,
              onPassed: (table, lines) => {
                input.pass(table, lines);
                this.#rows += lines;
              },
            })
          : undefined;
      for await (const rows of rowsOfParts(reading.batches, staging.readers, held)) {
        throwIfCancelled(signal);
        this.#rows += await input.stage(rows, this.#request.tenantId?.toLowerCase());
      }
    }
    const ref = importRef(await digest.sha256(), table);
    await unchanged.require();
    for (const input of this.#inputs.slice(from))
      await nameInput(staging.connection, input.number, ref + input.uri.slice(uri.length));
  }

  #report(file: string, stage: ImportProgress["stage"], doneBytes: number, rows: number): void {
    this.#options.onProgress?.({ file: basename(file), stage, doneBytes, totalBytes: this.#totalBytes, rows });
  }

  #outcomeOf(input: ImportInput, outcome: CommitOutcome): ImportedFile {
    const file = input.outcome(outcome.counts.filter((count) => count.input === input.number));
    const failures = outcome.failed.map(({ part, error }) => ({
      line: 0,
      reason: `${partKey(part)}: ${error.message}`,
    }));
    return {
      ...file,
      rejected: [...failures, ...file.rejected],
      rejectedCount: file.rejectedCount + failures.length,
      ...(this.#rejects.path !== undefined &&
        file.rejectedCount > 0 && { rejectedFile: pathToFileURL(this.#rejects.path).href }),
    };
  }
}

/** Whether only this file is at fault, so that the others go on. */
function isFilesFault(error: unknown): error is TenantTrailError {
  return (
    error instanceof TenantTrailError &&
    !(error instanceof CancelledError) &&
    ["unrecognised-format", "localised-header", "unsafe-archive", "read-failed"].includes(error.code)
  );
}

/** The folder of a work database, which is deleted with it. */
async function temporaryFolder(connection: DuckDBConnection): Promise<string> {
  const reader = await connection.runAndReadAll("SELECT current_setting('temp_directory')");
  return String(reader.getRowsJS()[0]?.[0]);
}
