import type { AwsSessions } from "../aws/session/aws-sessions.ts";
import type { LakeService } from "../protocol/service/lake-service.ts";
import type { Collection, CollectionWorld } from "./collecting/collection.ts";
import { noHost } from "./no-host.ts";
import { OpenedLake } from "./opened-lake.ts";
import { awsService } from "./parts/aws.ts";
import { collectingService } from "./parts/collecting.ts";
import { dashboardsService } from "./parts/dashboards.ts";
import { daysService } from "./parts/days.ts";
import { deployingService } from "./parts/deploying.ts";
import { evidenceService } from "./parts/evidence.ts";
import { functionsService } from "./parts/functions.ts";
import { importingService } from "./parts/importing.ts";
import { objectsService } from "./parts/objects.ts";
import { openingService } from "./parts/opening.ts";
import { queriesService } from "./parts/queries.ts";
import { resultsService } from "./parts/results.ts";
import { tenantsService } from "./parts/tenants.ts";
import { verifyingService } from "./parts/verifying.ts";
import { realClock } from "./real-clock.ts";
import { toldService } from "./told-service.ts";

/** The core in this process. */
export interface LocalLakeService extends LakeService {
  /** Closes the lake's engine; results are gone. */
  dispose(): Promise<void>;
}

/**
 * The core in this process: a lake in a folder, asked with DuckDB, or a connection to AWS.
 * @param world what collecting needs; without a host everything else works.
 * @param importReader what threads run that read for imports, `entry/import-reader`; without it this one reads.
 * @param extension the extension's own folder, from which stacks are deployed; without it none is.
 * @param report told of the query engine's own words where a failure is told in others; they are for a log.
 */
export function localLakeService(
  world: Partial<CollectionWorld> = {},
  importReader?: URL,
  extension?: URL,
  report: (words: Error) => void = () => undefined,
): LocalLakeService {
  const { host = noHost, fetch = globalThis.fetch, clock = realClock, random = Math.random } = world;
  const lake = new OpenedLake();
  const now = (): number => clock.now();
  let collecting: Promise<Collection> | undefined;
  // Signing in and Graph bring as much code as all the rest, so they are loaded with the first use.
  const collection = (): Promise<Collection> => {
    collecting ??= import("./collecting/collection.ts").then(
      ({ Collection }) => new Collection({ host, fetch, clock, random }),
    );
    return collecting;
  };
  let opening: Promise<AwsSessions> | undefined;
  const sessions = (): Promise<AwsSessions> => {
    opening ??= import("../aws/session/aws-sessions.ts").then(
      ({ AwsSessions }) => new AwsSessions({ host, now, environment: process.env }),
    );
    return opening;
  };
  const parts: LakeService = {
    ...openingService(lake, sessions, now),
    ...daysService(lake, now),
    ...importingService(lake, importReader),
    ...verifyingService(lake),
    ...queriesService(lake),
    ...resultsService(lake),
    ...evidenceService(lake, now),
    ...tenantsService(lake, collection),
    ...collectingService(lake, collection, now),
    ...awsService(sessions),
    ...objectsService(lake, now),
    ...functionsService(lake, now),
    ...dashboardsService(lake),
    ...deployingService(sessions, extension, now),
  };
  return {
    ...toldService(parts, report),
    async dispose() {
      await lake.close();
      await (await opening)?.close();
    },
  };
}
