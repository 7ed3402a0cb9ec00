/** The simulated tenant's directory id; a real tenant never has it. */
export const sampleTenantId = "5a3f1e00-c0de-4a11-8000-51b0a7ed0001";

export const sampleTenantName = "Contoso (simulated)";

/** A reserved name (RFC 2606), so that nothing in the sample can be mistaken for a real organisation. */
export const sampleTenantDomain = "contoso-simulated.example";

/** True for the tenant that the generator makes: whatever shows its rows says that they are simulated. */
export function isSampleTenant(tenantId: string | null | undefined): boolean {
  return tenantId?.toLowerCase() === sampleTenantId;
}
