import { dayNumber, hour, isWeekend } from "../instants.ts";
import { Random, streams } from "../random.ts";
import {
  type AuditTarget,
  addAudit,
  credentialsActivity,
  type DirectoryAudit,
  type ModifiedProperty,
} from "../records/directory-audit.ts";
import type { EventSink } from "../timeline.ts";
import { policies } from "../world/conditional-access.ts";
import type { Directory } from "../world/directory.ts";
import type { Person } from "../world/people.ts";
import { officeNetwork } from "../world/places.ts";

type Change = Omit<DirectoryAudit, "time" | "initiator" | "loggedByService"> & { readonly loggedByService?: string };
type MakeChange = (directory: Directory, random: Random) => Change;

/** What administrators do on ordinary days, by weight. */
const adminChanges: readonly { readonly weight: number; readonly value: MakeChange }[] = [
  { weight: 300, value: updateUser },
  { weight: 180, value: (directory, random) => membership("Add member to group", "Assign", directory, random) },
  { weight: 90, value: (directory, random) => membership("Remove member from group", "Unassign", directory, random) },
  { weight: 60, value: (directory, random) => aboutUser("Reset user password", "Reset", directory, random) },
  { weight: 25, value: (directory, random) => aboutUser("Change user license", "Update", directory, random) },
  { weight: 10, value: (directory, random) => aboutUser("Disable account", "Update", directory, random) },
  { weight: 30, value: activateRole },
  { weight: 2, value: rotateCredential },
  { weight: 4, value: updatePolicy },
];

/** What everyone else causes. */
const selfServiceChanges: readonly { readonly weight: number; readonly value: string }[] = [
  { weight: 50, value: "Change user password" },
  { weight: 25, value: "User registered security info" },
  { weight: 15, value: "Register device" },
  { weight: 10, value: "Add registered owner to device" },
];

/** Plans the directory audits of one UTC date: administrators and self-service by day, the HR import around the clock. */
export function planAdminDay(sink: EventSink, directory: Directory, date: number, seed: number, scale: number): void {
  const random = Random.of(seed, dayNumber(date), 0, streams.audits);
  const isFree = isWeekend(date);
  const administrators = directory.members.filter((person) => person.isAdministrator);
  const staff = directory.members.filter((person) => !person.hasLeft);
  const share = directory.members.length / 200;
  for (let left = random.count((isFree ? 2 : 45) * scale * share); left > 0; left--) {
    const person = random.pick(administrators);
    const change = random.weighted(adminChanges)(directory, random);
    addUserAudit(sink, change, person, workHour(date, person, random), random);
  }
  for (let left = random.count((isFree ? 1 : 18) * scale * share); left > 0; left--) {
    const person = random.pick(staff);
    const change = selfService(random.weighted(selfServiceChanges), person, random);
    addUserAudit(sink, change, person, workHour(date, person, random), random);
  }
  const importer = directory.servicePrincipals.find((candidate) => candidate.displayName === "HR Provisioning");
  if (importer === undefined) return;
  for (let left = random.count(30 * scale * share); left > 0; left--) {
    const change = updateUser(directory, random);
    const initiator = { kind: "app", app: importer, servicePrincipalId: importer.id } as const;
    addAudit(
      sink,
      { loggedByService: "Core Directory", ...change, time: date + random.fraction() * 24 * hour, initiator },
      random,
    );
  }
}

function addUserAudit(sink: EventSink, change: Change, person: Person, time: number, random: Random): void {
  const { ipAddress } = officeNetwork(person.office, random);
  const initiator = { kind: "user", account: person, ipAddress } as const;
  addAudit(
    sink,
    { loggedByService: "Core Directory", userAgent: person.laptop.browserAgent, ...change, time, initiator },
    random,
  );
}

function workHour(date: number, person: Person, random: Random): number {
  return date + (random.between(9, 17.5) - person.office.zone.standardOffset) * hour;
}

function updateUser(directory: Directory, random: Random): Change {
  const property = random.pick(["TelephoneNumber", "JobTitle", "Department", "Manager", "OtherMobile"]);
  return aboutUser("Update user", "Update", directory, random, [
    { displayName: property, oldValue: `["${random.digits(4)}"]`, newValue: `["${random.digits(4)}"]` },
    { displayName: "Included Updated Properties", oldValue: null, newValue: `"${property}"` },
  ]);
}

function aboutUser(
  activityDisplayName: string,
  operationType: string,
  directory: Directory,
  random: Random,
  modifiedProperties: readonly ModifiedProperty[] = [],
): Change {
  const targets = [{ ...userTarget(random.pick(directory.members)), modifiedProperties }];
  return { activityDisplayName, category: "UserManagement", operationType, targets };
}

function membership(activityDisplayName: string, operationType: string, directory: Directory, random: Random): Change {
  const group = random.pick(directory.groups);
  const names = { displayName: "Group.DisplayName", oldValue: null, newValue: `"${group.displayName}"` };
  const user = { ...userTarget(random.pick(directory.members)), modifiedProperties: [names] };
  const targets = [user, { id: group.id, displayName: null, type: "Group" } as const];
  return { activityDisplayName, category: "GroupManagement", operationType, targets };
}

function activateRole(directory: Directory, random: Random): Change {
  const role = random.pick(["User Administrator", "Exchange Administrator", "Global Reader"]);
  const person = random.pick(directory.members.filter((member) => member.isAdministrator));
  return {
    activityDisplayName: "Add member to role completed (PIM activation)",
    category: "RoleManagement",
    operationType: "ActivateRole",
    loggedByService: "PIM",
    targets: [{ id: random.uuid(), displayName: role, type: "Role" }, userTarget(person)],
  };
}

/** The yearly change of a secret by the people who look after the application. */
function rotateCredential(directory: Directory, random: Random): Change {
  const application = random.pick(directory.servicePrincipals.filter((each) => each.credentialType === "clientSecret"));
  return credentialChange(
    application.applicationObjectId,
    application.displayName,
    application.credentialKeyId,
    random.uuid(),
    "rotation",
  );
}

/** A password credential added beside the one an application has. */
export function credentialChange(
  id: string,
  name: string,
  oldKeyId: string,
  newKeyId: string,
  keyName: string,
): Change {
  const key = (keyId: string, displayName: string) =>
    `[KeyIdentifier=${keyId},KeyType=Password,KeyUsage=Verify,DisplayName=${displayName}]`;
  const modifiedProperties = [
    {
      displayName: "KeyDescription",
      oldValue: JSON.stringify([key(oldKeyId, "current")]),
      newValue: JSON.stringify([key(oldKeyId, "current"), key(newKeyId, keyName)]),
    },
    { displayName: "Included Updated Properties", oldValue: null, newValue: '"KeyDescription"' },
  ];
  return {
    activityDisplayName: credentialsActivity,
    category: "ApplicationManagement",
    operationType: "Update",
    targets: [{ id, displayName: name, type: "Application", modifiedProperties }],
  };
}

function updatePolicy(_directory: Directory, random: Random): Change {
  const policy = random.pick([policies.requireMfa, policies.requireDevice]);
  const modifiedProperties = [
    {
      displayName: "ConditionalAccessPolicy",
      oldValue: JSON.stringify({ id: policy.id, displayName: policy.displayName, state: "enabled" }),
      newValue: JSON.stringify({ id: policy.id, displayName: policy.displayName, state: "enabled", excludeGroups: 1 }),
    },
  ];
  return {
    activityDisplayName: "Update conditional access policy",
    category: "Policy",
    operationType: "Update",
    loggedByService: "Conditional Access",
    targets: [{ id: policy.id, displayName: policy.displayName, type: "Policy", modifiedProperties }],
  };
}

function selfService(activityDisplayName: string, person: Person, random: Random): Change {
  if (activityDisplayName.includes("device")) {
    const device = {
      id: random.uuid(),
      displayName: person.phone.detail.displayName || "Phone",
      type: "Device",
    } as const;
    return { activityDisplayName, category: "Device", operationType: "Add", targets: [device, userTarget(person)] };
  }
  const isSecurityInfo = activityDisplayName.includes("security info");
  return {
    activityDisplayName,
    category: "UserManagement",
    operationType: isSecurityInfo ? "Register" : "Update",
    ...(isSecurityInfo
      ? {
          loggedByService: "Authentication Methods",
          resultReason: "User registered Authenticator App with Notification and Code",
        }
      : {}),
    targets: [userTarget(person)],
  };
}

function userTarget(person: Person): AuditTarget {
  return { id: person.id, displayName: null, type: "User", userPrincipalName: person.userPrincipalName };
}
