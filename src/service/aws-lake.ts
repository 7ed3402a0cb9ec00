import { homedir } from "node:os";
import { join } from "node:path";
import { LedgerLook } from "../lake/ledger-look.ts";
import type { Engine } from "../query/engine.ts";
import { AthenaEngine } from "./engines/athena-engine.ts";
import { LocalEngine } from "./local-engine.ts";
import { openS3Lake } from "./open-s3-lake.ts";
import type { OpenedAws } from "./opened-aws.ts";

/** Athena's own names where a connection names none. */
const usual = { workgroup: "primary", database: "default" };

/** What a connection to AWS is asked with. */
export interface AwsLake {
  /** The ledger of the stack's bucket; undefined for a workgroup and database of another kind. */
  readonly look?: LedgerLook;
  /** Athena first. */
  readonly engines: readonly Engine[];
}

/** The lake of a stack and its engines; without a stack Athena alone. Nothing is asked of AWS yet. */
export function awsLake({ session, stack, workgroup, database }: OpenedAws, now: () => number): AwsLake {
  const look =
    stack &&
    new LedgerLook(
      openS3Lake({
        client: session.clients.s3,
        // Whoever may update the stack could have it name a bucket of theirs.
        place: { bucket: stack.outputs.bucket, owner: stack.outputs.account },
        folder: slicesFolder(),
      }),
    );
  const place = { workgroup: workgroup ?? usual.workgroup, database: database ?? usual.database };
  const athena = new AthenaEngine({ access: session, place, look, now });
  return look === undefined ? { engines: [athena] } : { look, engines: [athena, new LocalEngine(look, now)] };
}

/** Where slices of buckets are kept for all lakes, beside what else the user's programs can fetch again. */
function slicesFolder(): string {
  return join(process.env["XDG_CACHE_HOME"] || platformCache(), "tenanttrail", "slices");
}

function platformCache(): string {
  if (process.platform === "win32") return process.env["LOCALAPPDATA"] || join(homedir(), "AppData", "Local");
  if (process.platform === "darwin") return join(homedir(), "Library", "Caches");
  return join(homedir(), ".cache");
}
