import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { runToEnd, type TrinoSession } from "../../trino/statement.ts";
import { callerHeader, forward, readAll, type Upstream } from "../forward.ts";
import { glueCatalog, viewsForGlue, viewsForTrino } from "./views.ts";

/** Trino as one caller has it: it reads Glue and S3 with that caller's rights. */
export interface Engine {
  readonly trino: string;
  /** An address of AWS at which everything is done as the caller. */
  readonly endpoint: string;
  readonly region: string;
  readonly session: TrinoSession;
  /** A query with the catalog's own name in it. It is as long as before, so that places in it stay. */
  named(sql: string): string;
  /** A message of Trino's with the name that Athena has for the catalog. */
  unnamed(message: string): string;
  stop(): Promise<void>;
}

/** Makes Trino a catalog for one caller in one region. */
export async function startEngine(
  trino: string,
  upstream: Upstream,
  accessKeyId: string,
  region: string,
): Promise<Engine> {
  const catalog = `aws${randomBytes(8).toString("hex")}`.slice(0, glueCatalog.length);
  const server = createServer((from, to) => {
    const headers = { [callerHeader]: accessKeyId };
    const target = from.headers["x-amz-target"];
    if (typeof target !== "string" || !target.startsWith("AWSGlue.")) forward(upstream, from, to, { headers });
    else
      readAll(from).then(
        (body) =>
          forward(upstream, from, to, {
            headers,
            body: viewsForGlue(body),
            answer: (answer) => viewsForTrino(answer, catalog),
          }),
        () => to.destroy(),
      );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The engine got no port.");
  const endpoint = `http://127.0.0.1:${address.port}`;
  const session = { user: accessKeyId, catalog };
  const failure = await runToEnd(trino, createCatalog(catalog, endpoint, region), session);
  if (failure !== undefined) throw new Error(`Trino made no catalog: ${failure.message}`);
  return {
    trino,
    endpoint,
    region,
    session,
    named: (sql) => sql.replaceAll(/(?<=^|[^\w$])(["`]?)awsdatacatalog\1(?=\s*\.)/gi, `$1${catalog}$1`),
    unnamed: (message) => message.replaceAll(catalog, glueCatalog),
    stop: async () => {
      await runToEnd(trino, `DROP CATALOG ${catalog}`, session);
      server.close();
      server.closeAllConnections();
    },
  };
}

function createCatalog(name: string, endpoint: string, region: string): string {
  const properties: Readonly<Record<string, string>> = {
    "hive.metastore": "glue",
    "hive.metastore.glue.region": region,
    "hive.metastore.glue.endpoint-url": endpoint,
    "hive.metastore.glue.aws-access-key": "test",
    "hive.metastore.glue.aws-secret-key": "test",
    "fs.native-s3.enabled": "true",
    "s3.endpoint": endpoint,
    "s3.path-style-access": "true",
    "s3.region": region,
    "s3.aws-access-key": "test",
    "s3.aws-secret-key": "test",
    "hive.partition-projection-enabled": "true",
    // Athena gives no rows for a projected day that has no objects.
    "hive.ignore-absent-partitions": "true",
    "hive.recursive-directories": "true",
  };
  const list = Object.entries(properties).map(([property, value]) => `"${property}" = '${value}'`);
  return `CREATE CATALOG ${name} USING hive WITH (${list.join(", ")})`;
}
