import { minute } from "../instants.ts";
import type { Random } from "../random.ts";
import { type Resource, resources } from "./applications.ts";
import { cloudNetwork, type Network } from "./places.ts";

/** An application of the tenant with a credential, which signs in by itself. */
export interface ServicePrincipal {
  readonly id: string;
  readonly appId: string;
  readonly applicationObjectId: string;
  readonly displayName: string;
  readonly credentialKeyId: string;
  readonly credentialType: "clientSecret" | "certificate" | "federatedIdentityCredential";
  /** Of the certificate, as Graph shows it; empty for the others. */
  readonly thumbprint: string;
  readonly resource: Resource;
  /** Milliseconds between two sign-ins. */
  readonly every: number;
  readonly network: Network;
  /** Its secret has run out and nobody has noticed. */
  readonly hasExpired: boolean;
}

export interface ManagedIdentity {
  readonly id: string;
  readonly appId: string;
  readonly displayName: string;
  readonly msiType: "systemAssigned" | "userAssigned";
  readonly associatedResourceId: string;
  readonly resource: Resource;
  readonly every: number;
}

const applications = [
  ["Backup for Microsoft 365", "clientSecret", resources.graph, 45],
  ["HR Provisioning", "certificate", resources.graph, 40],
  ["SIEM Export", "certificate", resources.graph, 30],
  ["CI Deploy", "federatedIdentityCredential", resources.serviceManagement, 90],
  ["Invoice Archive", "clientSecret", resources.sharePoint, 120],
  ["CRM Connector", "clientSecret", resources.exchange, 60],
  ["Room Booking", "certificate", resources.exchange, 60],
  ["Intranet Search", "clientSecret", resources.sharePoint, 180],
  ["Badge Reader Import", "clientSecret", resources.directory, 240],
  ["Legacy CRM Connector", "clientSecret", resources.graph, 360],
] as const;

const identities = [
  ["vm-reporting-01", "systemAssigned", resources.storage, 60],
  ["func-invoices", "systemAssigned", resources.keyVault, 45],
  ["app-intranet", "systemAssigned", resources.graph, 60],
  ["id-data-pipeline", "userAssigned", resources.storage, 30],
  ["id-automation", "userAssigned", resources.serviceManagement, 120],
] as const;

export function makeServicePrincipals(random: Random): readonly ServicePrincipal[] {
  return applications.map(([displayName, credentialType, resource, minutes]) => ({
    id: random.uuid(),
    appId: random.uuid(),
    applicationObjectId: random.uuid(),
    displayName,
    credentialKeyId: random.uuid(),
    credentialType,
    thumbprint: credentialType === "certificate" ? random.token(27) : "",
    resource,
    every: minutes * minute,
    network: cloudNetwork(random),
    hasExpired: displayName.startsWith("Legacy"),
  }));
}

export function makeManagedIdentities(random: Random): readonly ManagedIdentity[] {
  const subscription = random.uuid();
  return identities.map(([displayName, msiType, resource, minutes]) => ({
    id: random.uuid(),
    appId: random.uuid(),
    displayName,
    msiType,
    associatedResourceId: `/subscriptions/${subscription}/resourcegroups/rg-simulated/providers/${
      msiType === "userAssigned"
        ? "Microsoft.ManagedIdentity/userAssignedIdentities"
        : "Microsoft.Compute/virtualMachines"
    }/${displayName}`,
    resource,
    every: minutes * minute,
  }));
}
