import assert from "node:assert/strict";
import { test } from "node:test";
import type { TenantDraft } from "../../../../src/protocol/collector-page.ts";
import { useFakeEditor } from "../fakes/fake-vscode.ts";

useFakeEditor();
const { TenantActions } = await import("../../../../src/editor/collector/tenant-actions.ts");
type Needs = ConstructorParameters<typeof TenantActions>;

const draft: TenantDraft = {
  name: "contoso.com",
  tenantId: "7b0d6c44-6e1a-4d8a-9a1f-0c9f6c1d2e3f",
  clientId: "0d2f0c51-89ab-4f6e-8f0e-3b7f3f6f9a10",
  cloud: "global",
  credential: { kind: "stored" },
  sources: [],
};
const held = { accessOf: async () => ({}), forget: () => undefined } as unknown as Parameters<
  InstanceType<typeof TenantActions>["add"]
>[2];

test("a tenant that was begun for one lake is not saved in another that was opened meanwhile", async () => {
  const added: unknown[] = [];
  const lake = { addTenant: async (request: unknown) => void added.push(request) };
  const connections = { require: async () => ({ root: "/lakes/other", label: "other client" }) };
  const actions = new TenantActions(...([lake, connections, {}] as unknown as Needs));
  await assert.rejects(actions.add(draft, "/lakes/incident", held), {
    code: "no-connection",
    message: /^other client was opened after this tenant was begun .* Nothing was saved\./,
  });
  assert.deepEqual(added, []);
  await actions.add(draft, "/lakes/other", held);
  assert.equal(added.length, 1);
});
