import { basename } from "node:path";
import type { AwsSessions } from "../../aws/session/aws-sessions.ts";
import { LedgerLook } from "../../lake/ledger-look.ts";
import type { Connection, ConnectionInfo } from "../../protocol/lake.ts";
import type { OpeningService } from "../../protocol/service/opening.ts";
import { isSampleTenant } from "../../sample-tenant/tenant.ts";
import { LocalEngine } from "../local-engine.ts";
import { openFolderLake } from "../open-folder-lake.ts";
import type { OpenedAws } from "../opened-aws.ts";
import type { OpenedLake } from "../opened-lake.ts";

/**
 * @param sessions loads AWS's SDK with its first use.
 * @param now milliseconds since 1970.
 */
export function openingService(
  lake: OpenedLake,
  sessions: () => Promise<AwsSessions>,
  now: () => number,
): OpeningService {
  return {
    async useConnection({ mustExist = false, isKnown = false, ...connection }, options = {}) {
      if (connection.kind === "aws") {
        const [{ openAws }, { awsLake }] = await Promise.all([import("../open-aws.ts"), import("../aws-lake.ts")]);
        const aws = await openAws(await sessions(), connection, options.signal);
        await lake.replace({ aws, ...awsLake(aws, now) });
        return { ...awsInfo(connection, aws), engines: lake.engineKinds };
      }
      const look = new LedgerLook(await openFolderLake({ path: connection.path, mustExist, isKnown }));
      const states = [...(await look.readAll()).values()].map(({ state }) => state);
      const slices = states.flatMap((state) => [...state.slices.values()]);
      const tenants = [...new Set(slices.flatMap((slice) => Object.keys(slice.tenants)))].sort();
      await lake.replace({ look, engines: [new LocalEngine(look, now)] });
      return {
        connection,
        root: look.lake.storage.locate(""),
        isKnown: isKnown || states.some(({ n }) => n > 0),
        label: `${basename(connection.path)} · this folder`,
        tenants,
        simulated: tenants.length > 0 && tenants.every(isSampleTenant),
        engines: lake.engineKinds,
      };
    },
  };
}

function awsInfo(
  connection: Extract<Connection, { kind: "aws" }>,
  { stack, database }: OpenedAws,
): Omit<ConnectionInfo, "engines"> {
  const name = stack?.name ?? database ?? connection.workgroup ?? "";
  return {
    // The stack that was found is named, so that the same one is opened the next time.
    connection: stack === undefined ? connection : { ...connection, stack: stack.name },
    root: stack === undefined ? "" : `s3://${stack.outputs.bucket}/`,
    isKnown: true,
    label: [name, connection.region, connection.profile].filter((part) => part !== undefined).join(" · "),
    tenants: [],
    simulated: false,
  };
}
