import { type AwsService, awsDoing } from "./aws.ts";
import { type CollectingService, collectingDoing } from "./collecting.ts";
import { type DashboardsService, dashboardsDoing } from "./dashboards.ts";
import { type DaysService, daysDoing } from "./days.ts";
import { type DeployingService, deployingDoing } from "./deploying.ts";
import { type EvidenceService, evidenceDoing } from "./evidence.ts";
import { type FunctionsService, functionsDoing } from "./functions.ts";
import { type ImportingService, importingDoing } from "./importing.ts";
import { type Doing, type MethodOf, methodsOf } from "./methods.ts";
import { type ObjectsService, objectsDoing } from "./objects.ts";
import { type OpeningService, openingDoing } from "./opening.ts";
import { type QueriesService, queriesDoing } from "./queries.ts";
import { type ResultsService, resultsDoing } from "./results.ts";
import { type TenantsService, tenantsDoing } from "./tenants.ts";
import { type VerifyingService, verifyingDoing } from "./verifying.ts";

/**
 * The core behind one interface: in process, or over JSON-RPC. A method is declared in the file of its part here and
 * written in the file of the same name under `service/parts/`; nothing else has to be told of it.
 */
export interface LakeService
  extends OpeningService,
    DaysService,
    ImportingService,
    VerifyingService,
    QueriesService,
    ResultsService,
    EvidenceService,
    TenantsService,
    CollectingService,
    AwsService,
    ObjectsService,
    FunctionsService,
    DashboardsService,
    DeployingService {}

/** What each method does, to follow "while". */
export const lakeDoing: Doing<LakeService> = {
  ...openingDoing,
  ...daysDoing,
  ...importingDoing,
  ...verifyingDoing,
  ...queriesDoing,
  ...resultsDoing,
  ...evidenceDoing,
  ...tenantsDoing,
  ...collectingDoing,
  ...awsDoing,
  ...objectsDoing,
  ...functionsDoing,
  ...dashboardsDoing,
  ...deployingDoing,
};

/** A request's name on the wire is the name of the method that answers it. */
export const lakeMethods: readonly MethodOf<LakeService>[] = methodsOf(lakeDoing);
