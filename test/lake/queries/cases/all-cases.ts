import { applicationCases } from "./application-cases.ts";
import { credentialAttackCases } from "./credential-attack-cases.ts";
import { dashboardCases } from "./dashboard-cases.ts";
import { entityCases } from "./entity-cases.ts";
import { entityIdentityCases } from "./entity-identity-cases.ts";
import { healthCases } from "./health-cases.ts";
import { huntingCases } from "./hunting-cases.ts";
import { mailAndFileCases } from "./mail-and-file-cases.ts";
import { multifactorCases } from "./multifactor-cases.ts";
import { privilegeCases } from "./privilege-cases.ts";
import type { QueryCase } from "./query-case.ts";
import { questionCases } from "./question-cases.ts";
import { reportCases } from "./report-cases.ts";
import { sessionCases } from "./session-cases.ts";

export const allCases: readonly QueryCase[] = [
  ...credentialAttackCases,
  ...multifactorCases,
  ...sessionCases,
  ...applicationCases,
  ...privilegeCases,
  ...mailAndFileCases,
  ...huntingCases,
  ...entityCases,
  ...entityIdentityCases,
  ...questionCases,
  ...reportCases,
  ...healthCases,
  ...dashboardCases,
];
