import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateWorkGroupCommand, type WorkGroupConfiguration } from "@aws-sdk/client-athena";
import { CreateDatabaseCommand } from "@aws-sdk/client-glue";
import { CreateBucketCommand } from "@aws-sdk/client-s3";
import { type AwsClients, makeClients } from "../../../src/aws/clients/make-clients.ts";
import { asking } from "../../../src/aws/session/aws-failure.ts";
import { Lake } from "../../../src/lake/lake.ts";
import { LedgerLook } from "../../../src/lake/ledger-look.ts";
import { FolderStorage } from "../../../src/lake/storage/folder-storage.ts";
import type { AthenaAccess } from "../../../src/query/athena/athena-access.ts";
import { AthenaEngine } from "../../../src/service/engines/athena-engine.ts";
import { LocalEngine } from "../../../src/service/local-engine.ts";
import { type StandInAws, startAws } from "../stand-in/start-aws.ts";

export const database = "trail";
const workgroups: Readonly<Record<string, WorkGroupConfiguration>> = {
  analysts: { EnforceWorkGroupConfiguration: true, ResultConfiguration: { OutputLocation: "s3://answers/results/" } },
  managed: { ManagedQueryResultsConfiguration: { Enabled: true } },
  spark: { EngineVersion: { SelectedEngineVersion: "PySpark engine version 3" } },
  identity: { IdentityCenterConfiguration: { EnableIdentityCenter: true } },
};

/** An AWS with Athena, and both engines over the same lake. */
export class AthenaLake {
  readonly aws: StandInAws;
  readonly clients: AwsClients;
  readonly look: LedgerLook;
  readonly local: LocalEngine;
  readonly athena: AthenaEngine;
  readonly #folder: string;

  private constructor(aws: StandInAws, clients: AwsClients, folder: string) {
    this.aws = aws;
    this.clients = clients;
    this.#folder = folder;
    this.look = new LedgerLook(new Lake(new FolderStorage(folder)));
    this.local = new LocalEngine(this.look, Date.now);
    this.athena = this.engine();
  }

  /** Starts it. @param root a lake in a folder, whose slices Athena's tables show; default: an empty one. */
  static async start(root?: string): Promise<AthenaLake> {
    const aws = await startAws({ athena: true });
    const { endpoint, region, rootCredentials: credentials } = aws;
    const clients = makeClients({ endpoint, region, credentials });
    const folder = root ?? (await mkdtemp(join(tmpdir(), "tenanttrail-athena-")));
    await clients.s3.send(new CreateBucketCommand({ Bucket: "answers" }));
    await clients.glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name: database } }));
    for (const [Name, Configuration] of Object.entries(workgroups))
      await clients.athena.send(new CreateWorkGroupCommand({ Name, Configuration }));
    return new AthenaLake(aws, clients, folder);
  }

  /** Another engine over the same lake. */
  engine(
    workgroup = "analysts",
    clients: AwsClients = this.clients,
    look: LedgerLook | undefined = this.look,
  ): AthenaEngine {
    const access: AthenaAccess = {
      ask: (doing, work) => asking({ who: "profile test" }, doing, () => work(clients)),
    };
    return new AthenaEngine({ access, place: { workgroup, database }, look, now: Date.now });
  }

  async stop(): Promise<void> {
    await this.local.close();
    await this.athena.close();
    this.clients.close();
    await this.aws.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
