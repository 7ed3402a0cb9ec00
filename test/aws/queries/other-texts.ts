import { sampleEvents } from "../../../src/sample-tenant/events.ts";
import { labels } from "../../../src/sample-tenant/labels.ts";
import { sampleTenantId } from "../../../src/sample-tenant/tenant.ts";
import type { OtherTexts } from "./other-values.ts";

/** Small, because every query is asked twice; the attacks are those of the walkthrough. */
export const smallSample = { users: 30, days: 10, scale: 0.15 };
const [attack] = labels(smallSample);
const signIns = [...sampleEvents(smallSample)].filter(({ table }) => table === "signins").map(({ record }) => record);
const ofAttack = signIns.find((signIn) => signIn["userPrincipalName"] === attack?.account);
const ofConsent = signIns.find((signIn) => signIn["appDisplayName"] === "PDF Viewer Pro");
/** Of the password spray, its account in capitals, and of the consent; the filters let some of the sample through. */
export const otherTexts: OtherTexts = {
  required: {
    account: attack?.account ?? "",
    address: attack?.ipAddresses[0] ?? "",
    session: String(ofAttack?.["sessionId"]),
    application: String(ofConsent?.["appId"]),
    kind: "account",
    value: attack?.account.toUpperCase() ?? "",
  },
  filters: {
    tenant: sampleTenantId,
    user: "SIMULATED",
    application: "e",
    fact: "table",
    factValue: "signins",
  },
};
