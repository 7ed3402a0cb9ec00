import type { LakeService } from "../../../src/protocol/service/lake-service.ts";

const never = (): Promise<never> => Promise.reject(new Error("not part of this test"));

/** A lake service that answers nothing but what a test gives it. */
export function lakeWith(answers: Partial<LakeService>): LakeService {
  return {
    useConnection: never,
    listDays: never,
    importLogs: never,
    verifyIntegrity: never,
    recoverRows: never,
    ledgerHeads: never,
    heldDays: never,
    estimateScan: never,
    runQuery: never,
    readWindow: never,
    readCell: never,
    columnStatistics: never,
    exportResult: never,
    copyText: never,
    releaseResult: () => Promise.resolve(),
    listTenants: never,
    addTenant: never,
    removeTenant: never,
    testTenant: never,
    tenantGuide: never,
    collect: never,
    collectionHealth: never,
    awsProfiles: never,
    listDashboards: never,
    dashboardParameters: never,
    awsStacks: never,
    athenaPlaces: never,
    objectRoots: never,
    listObjects: never,
    downloadObject: never,
    openObject: never,
    invokeCollector: never,
    failedRuns: never,
    runLog: never,
    alarmStates: never,
    ...answers,
  };
}
