import { dayNumber, graphSeconds, hour, isWeekend } from "../instants.ts";
import { Random, streams } from "../random.ts";
import { sampleTenantId } from "../tenant.ts";
import type { EventSink, SampleRecord } from "../timeline.ts";
import type { Directory } from "../world/directory.ts";
import type { Person } from "../world/people.ts";

/** Applications that accounts are provisioned into, each with its own job. */
const targets = ["Helpdesk SaaS", "Expense SaaS"] as const;

interface ProvisioningAction {
  readonly time: number;
  readonly person: Person;
  readonly targetSystem: (typeof targets)[number];
  readonly cycleId: string;
  readonly action: "create" | "update" | "disable";
  readonly status: "success" | "failure" | "skipped";
}

/** Plans the provisioning actions of one UTC date: a cycle every four hours, busier on working days. */
export function planProvisioningDay(
  sink: EventSink,
  directory: Directory,
  date: number,
  seed: number,
  scale: number,
): void {
  const random = Random.of(seed, dayNumber(date), 0, streams.provisioning);
  const mean = ((isWeekend(date) ? 2 : 6) * scale * directory.members.length) / 200;
  for (let start = date; start < date + 24 * hour; start += 4 * hour) {
    const cycleId = random.uuid();
    const targetSystem = random.pick(targets);
    for (let left = random.count(mean); left > 0; left--) {
      const action: ProvisioningAction = {
        time: start + random.between(0, 0.6) * hour,
        person: random.pick(directory.members),
        targetSystem,
        cycleId,
        action: random.weighted([
          { weight: 8, value: "create" },
          { weight: 88, value: "update" },
          { weight: 4, value: "disable" },
        ] as const),
        status: random.weighted([
          { weight: 92, value: "success" },
          { weight: 5, value: "skipped" },
          { weight: 3, value: "failure" },
        ] as const),
      };
      const own = random.fork();
      sink.add("provisioning", action.time, () => provisioningRecord(action, own));
    }
  }
}

/** A provisioning action as `GET /beta/auditLogs/provisioning` returns it. */
export function provisioningRecord(action: ProvisioningAction, random: Random): SampleRecord {
  const { person, targetSystem, status } = action;
  const isFailure = status === "failure";
  const index = targets.indexOf(targetSystem);
  return {
    id: random.uuid(),
    activityDateTime: graphSeconds(action.time),
    tenantId: sampleTenantId,
    jobId: `Simulated.${targetSystem.replace(" ", "")}.${sampleTenantId}`,
    cycleId: action.cycleId,
    changeId: random.uuid(),
    provisioningAction: action.action,
    durationInMilliseconds: 150 + random.below(4000),
    initiatedBy: { id: "", displayName: "Azure AD Provisioning Service", initiatorType: "system" },
    servicePrincipal: { id: `5a3f1e00-0000-4000-8000-00000000010${index}`, displayName: targetSystem },
    sourceSystem: { id: "5a3f1e00-0000-4000-8000-000000000200", displayName: "Microsoft Entra ID", details: {} },
    targetSystem: {
      id: `5a3f1e00-0000-4000-8000-00000000020${index + 1}`,
      displayName: targetSystem,
      details: { ApplicationId: targetSystem, ServicePrincipalDisplayName: targetSystem },
    },
    sourceIdentity: {
      id: person.id,
      displayName: person.displayName,
      identityType: "User",
      details: { userPrincipalName: person.userPrincipalName },
    },
    targetIdentity: {
      id: isFailure ? "" : random.uuid(),
      displayName: person.displayName,
      identityType: "User",
      details: {},
    },
    provisioningStatusInfo: {
      status,
      errorInformation: isFailure
        ? {
            errorCode: "SystemForCrossDomainIdentityManagementServiceIncompatible",
            reason: "The target application refused the change.",
            additionalDetails: null,
            errorCategory: "failure",
            recommendedAction: null,
          }
        : null,
    },
    provisioningSteps: [
      {
        name: "EntryImport",
        provisioningStepType: "import",
        status: "success",
        description: "User read from the source",
        details: {},
      },
      {
        name: "EntryExport",
        provisioningStepType: "export",
        status,
        description: `User ${action.action} in ${targetSystem}`,
        details: { ReportableIdentifier: person.userPrincipalName },
      },
    ],
    modifiedProperties:
      action.action === "update" ? [{ displayName: "department", oldValue: null, newValue: person.department }] : [],
  };
}
