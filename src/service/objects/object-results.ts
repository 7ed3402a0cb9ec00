import { rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { downloadObject } from "../../aws/objects/download-object.ts";
import type { AwsSession } from "../../aws/session/aws-session.ts";
import type { DownloadProgress } from "../../protocol/aws/listed-objects.ts";
import { CancelledError, TenantTrailError } from "../../protocol/errors.ts";
import type { ResultSummary } from "../../protocol/query.ts";
import type { CallOptions } from "../../protocol/service/methods.ts";
import type { HeldResults } from "../../query/engine.ts";
import { type AskingDatabase, openAskingDatabase } from "../engines/asking-database.ts";
import { TemporaryFolder } from "../temporary-folder.ts";

interface Opened {
  readonly folder: TemporaryFolder;
  readonly asking: AskingDatabase;
}

/** Objects of S3 whose rows were opened as results; in a DuckDB of its own, which reads nothing but what was downloaded. */
export class ObjectResults {
  readonly #now: () => number;
  #opened: Promise<Opened> | undefined;
  #made = 0;

  /** @param now milliseconds since 1970. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /**
   * @throws TenantTrailError `bad-argument` for what is no Parquet file; as `downloadObject`; CancelledError.
   */
  async open(
    session: AwsSession,
    address: string,
    { signal, onProgress }: CallOptions<DownloadProgress>,
  ): Promise<ResultSummary> {
    const { folder, asking } = await this.#open();
    const file = join(folder.path, `${++this.#made}.parquet`);
    await downloadObject(session, { address, file }, onProgress, signal);
    try {
      const { size: scannedBytes } = await stat(file);
      return await asking.results.create({
        title: address.slice(address.lastIndexOf("/") + 1),
        sql: `-- ${address}`,
        statement: `SELECT * FROM read_parquet('${file.replaceAll("'", "''")}', hive_partitioning = false)`,
        engine: "duckdb",
        scannedBytes,
        simulated: false,
        lake: address,
        params: {},
        askedAt: new Date(this.#now()).toISOString(),
        coverage: [],
        ...(signal && { signal }),
      });
    } catch (error) {
      if (error instanceof CancelledError || error instanceof TenantTrailError) throw error;
      throw new TenantTrailError(
        "bad-argument",
        `${address} is no Parquet file that can be read. Download it instead.`,
        {
          cause: error,
        },
      );
    } finally {
      await rm(file, { force: true });
    }
  }

  async results(): Promise<HeldResults> {
    return (await this.#open()).asking.results;
  }

  async holds(resultId: string): Promise<boolean> {
    return (await this.#opened)?.asking.results.holds(resultId) ?? false;
  }

  async close(): Promise<void> {
    const opened = await this.#opened;
    this.#opened = undefined;
    await opened?.asking.close();
    await opened?.folder.remove();
  }

  #open(): Promise<Opened> {
    this.#opened ??= (async () => {
      const folder = await TemporaryFolder.make("results");
      return { folder, asking: await openAskingDatabase([folder.path]) };
    })();
    return this.#opened;
  }
}
