import { Random, streams } from "../random.ts";
import { sampleTenantDomain, sampleTenantId } from "../tenant.ts";
import { type Account, makeAccount, makeGuests, makeMembers, type Person } from "./people.ts";
import {
  type ManagedIdentity,
  makeManagedIdentities,
  makeServicePrincipals,
  type ServicePrincipal,
} from "./workloads.ts";

/** Everyone and everything in the tenant; the same for every window of one seed. */
export interface Directory {
  readonly members: readonly Person[];
  readonly guests: readonly Account[];
  /** The one account that still sends mail with a legacy client: an office scanner. */
  readonly scanner: Account;
  readonly groups: readonly { readonly id: string; readonly displayName: string }[];
  readonly servicePrincipals: readonly ServicePrincipal[];
  readonly managedIdentities: readonly ManagedIdentity[];
}

const groupNames = [
  "All Staff",
  "Sales Team",
  "Finance Approvers",
  "VPN Users",
  "Project Aurora",
  "License E5",
  "Board",
];

export function makeDirectory(seed: number, users: number): Directory {
  const random = Random.of(seed, 0, 0, streams.directory);
  return {
    servicePrincipals: makeServicePrincipals(random),
    managedIdentities: makeManagedIdentities(random),
    groups: groupNames.map((displayName) => ({ id: random.uuid(), displayName })),
    scanner: makeAccount("Scanner Zurich", `svc-scanner@${sampleTenantDomain}`, "member", sampleTenantId, random),
    guests: makeGuests(12, random),
    members: makeMembers(users, random),
  };
}
