import type {
  AddTenantRequest,
  SourceCheck,
  SourceId,
  TenantAccess,
  TenantCheck,
  TenantGuide,
  TenantGuideRequest,
  TenantSettings,
} from "../collector.ts";
import type { CallOptions, Doing } from "./methods.ts";

/** A tenant that the lake collects, or one that is about to be added. */
export type TestTenantRequest =
  | { readonly tenantId: string }
  | { readonly access: TenantAccess; readonly sources: readonly SourceId[] };

/** The tenants that a lake collects. */
export interface TenantsService {
  listTenants(request: Record<string, never>, options?: CallOptions): Promise<readonly TenantSettings[]>;
  /** Keeps the tenant's settings in the lake and its credential with the host; replaces those of the same tenant. */
  addTenant(request: AddTenantRequest, options?: CallOptions): Promise<TenantSettings>;
  /** Forgets the credential and stops collecting; the rows stay. */
  removeTenant(request: { tenantId: string }, options?: CallOptions): Promise<void>;
  /** Signs in and asks each source for one record; each check is reported as it arrives. */
  testTenant(request: TestTenantRequest, options?: CallOptions<SourceCheck>): Promise<TenantCheck>;
  /** What the app registration of a tenant needs for some sources: permissions, the consent address, scripts. */
  tenantGuide(request: TenantGuideRequest, options?: CallOptions): Promise<TenantGuide>;
}

export const tenantsDoing: Doing<TenantsService> = {
  listTenants: "listing tenants",
  addTenant: "adding a tenant",
  removeTenant: "removing a tenant",
  testTenant: "testing a tenant",
  tenantGuide: "reading what a tenant needs",
};
