import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { consentAddress } from "../../../../src/collector/guide/consent-address.ts";
import { permissionsOf } from "../../../../src/collector/guide/permissions.ts";
import { tenantGuide } from "../../../../src/collector/guide/tenant-guide.ts";
import { cloudNames, type SourceId, sourceIds, type TenantGuideRequest } from "../../../../src/protocol/collector.ts";
import { clientId, tenantId } from "./accesses.ts";

const request: TenantGuideRequest = {
  cloud: "global",
  tenantId,
  clientId,
  credentialKind: "secret",
  sources: sourceIds,
};

function scriptsOf(changes: Partial<TenantGuideRequest>): readonly string[] {
  return tenantGuide({ ...request, ...changes }).scripts.map(({ text }) => text);
}

const goldens: readonly (readonly [name: string, Partial<TenantGuideRequest>])[] = [
  ["secret", {}],
  ["certificate", { credentialKind: "certificate", sources: ["Audit.Exchange"] }],
  ["browser-us-government", { credentialKind: "person", cloud: "us-government-l4", tenantId: "" }],
  ["device-code-china", { credentialKind: "person", flow: "device-code", cloud: "china" }],
];

for (const [name, changes] of goldens) {
  test(`the scripts for ${name} are those that were read and approved`, () => {
    const golden = (ending: string) => readFileSync(new URL(`golden/${name}.${ending}`, import.meta.url), "utf8");
    assert.deepEqual(scriptsOf(changes), [golden("sh"), golden("ps1")]);
  });
}

test("the scripts for GCC are those for the worldwide cloud, for only the Management Activity API is another", () => {
  assert.deepEqual(scriptsOf({ cloud: "us-government-gcc" }), scriptsOf({ cloud: "global" }));
});

test("the Azure CLI does not know the DoD cloud, PowerShell does", () => {
  const { scripts } = tenantGuide({ ...request, cloud: "us-government-dod" });
  assert.deepEqual(
    scripts.map(({ title }) => title),
    ["Microsoft Graph PowerShell"],
  );
  assert.match(scripts[0]?.text ?? "", /-Environment USGovDoD/);
});

const expected: Readonly<Record<string, readonly SourceId[]>> = {
  "AuditLog.Read.All Directory.Read.All": ["directoryAudits"],
  "AuditLog.Read.All Directory.Read.All Policy.Read.ConditionalAccess": ["signIns.v1.0"],
  "IdentityRiskEvent.Read.All": ["riskDetections", "servicePrincipalRiskDetections"],
  "IdentityRiskyServicePrincipal.Read.All": ["riskyServicePrincipals"],
  "IdentityRiskyUser.Read.All": ["riskyUsers"],
  "AuditLogsQuery.Read.All": ["auditLogQuery"],
  "ActivityFeed.Read": ["Audit.General", "Audit.SharePoint"],
  "ActivityFeed.Read ActivityFeed.ReadDlp": ["DLP.All"],
  "": [],
};

for (const [permissions, sources] of Object.entries(expected)) {
  test(`${sources.join(" and ") || "nothing"} needs ${permissions || "nothing"}, and nothing else`, () => {
    const names = permissionsOf(sources, "secret").map(({ permission }) => permission);
    assert.equal(names.join(" "), permissions);
    for (const script of scriptsOf({ sources })) {
      const asked = new Set(script.match(/\b[A-Z][A-Za-z]+\.Read[A-Za-z.]*/g) ?? []);
      for (const ours of ["Application.ReadWrite.All", "AppRoleAssignment.ReadWrite.All"]) asked.delete(ours);
      assert.deepEqual([...asked], names);
    }
  });
}

test("every source that a cloud offers has a permission, by the credential's kind", () => {
  for (const cloud of cloudNames) {
    const { permissions } = tenantGuide({ ...request, cloud });
    const sources = new Set(permissions.map(({ source }) => source));
    assert.equal(sources.has("riskDetections"), cloud !== "china");
    assert.equal(sources.has("servicePrincipalRiskDetections"), cloud !== "china");
    assert.equal(sources.has("riskyServicePrincipals"), cloud !== "china");
    assert.equal(sources.has("Audit.General"), cloud !== "china");
    assert.equal(sources.has("auditLogQuery"), cloud === "global" || cloud === "us-government-gcc");
    assert.ok(sources.has("signIns.nonInteractiveUser"));
  }
  const types = (kind: "secret" | "certificate" | "person") =>
    new Set(permissionsOf(sourceIds, kind).map(({ type }) => type));
  assert.deepEqual(types("certificate"), new Set(["application"]));
  assert.deepEqual(types("person"), new Set(["delegated"]));
});

test("a person is told the role that the person needs", () => {
  const noteOf = (credentialKind: "secret" | "person") =>
    tenantGuide({ ...request, credentialKind, sources: ["riskyUsers"] }).permissions[0]?.note;
  assert.match(noteOf("person") ?? "", /P2 licence\. The person needs the role Security Reader/);
  assert.equal(noteOf("secret"), "Needs a Microsoft Entra ID P2 licence.");
});

test("the consent address is of the tenant's own cloud, and none before both ids are known", () => {
  assert.equal(
    tenantGuide(request).consentUrl,
    `https://login.microsoftonline.com/${tenantId}/adminconsent?client_id=${clientId}`,
  );
  assert.match(
    tenantGuide({ ...request, cloud: "china" }).consentUrl,
    /^https:\/\/login\.partner\.microsoftonline\.cn\//,
  );
  for (const wrong of ["", "contoso.com", `${tenantId}/../x`, `${tenantId}&x=1`, "<script>"]) {
    assert.equal(tenantGuide({ ...request, tenantId: wrong }).consentUrl, "");
    assert.equal(tenantGuide({ ...request, clientId: wrong }).consentUrl, "");
  }
  assert.equal(
    consentAddress({ cloud: "global", tenantId: ` ${tenantId.toUpperCase()}\n`, clientId }),
    tenantGuide(request).consentUrl,
  );
});

test("what was typed never gets into a script unless it is a GUID", () => {
  for (const typed of ["'; rm -rf ~; '", "$(whoami)", "’; Remove-Item ~; ’", `${tenantId}\nrm`]) {
    for (const script of scriptsOf({ tenantId: typed, clientId: typed })) {
      assert.ok(!script.includes(typed));
      assert.match(script, /'<directory \(tenant\) id>'/);
    }
  }
});
