import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { DeployPages } from "./deploy-pages.ts";
import { fakeAccount, fakeStack } from "./fake-deploy.ts";

let pages: DeployPages;
before(async () => {
  pages = await DeployPages.start();
});
after(() => pages[Symbol.asyncDispose]());

const secret = "s3cr3t~Value.of.the.app";
const tenantId = "11111111-2222-3333-4444-555555555555";
const clientId = "99999999-2222-3333-4444-555555555555";
const at = { profile: "security", region: "eu-central-1" };
const withStack = { account: { ...fakeAccount, stacks: [fakeStack] } };

test("the tenants of a stack are listed by the names of their parameters; one is replaced and one removed", async () => {
  const other = "22222222-2222-3333-4444-555555555555";
  const tenants = [{ tenantId, keptAt: "2026-11-29T08:15:00.000Z" }, { tenantId: other }];
  await using deploy = await pages.open({ ...withStack, tenants, agrees: false });
  const { page } = deploy;
  await deploy.button("Look at the account").click();
  await page.getByRole("radio", { name: /contoso-logs/ }).click();
  await page.getByRole("button", { name: /Tenants and first run/ }).click();
  const table = page.getByRole("table", { name: "Tenants of the stack" });
  await table.getByRole("row", { name: new RegExp(`${tenantId}.*2026-11-29 08:15`) }).waitFor();
  await table.getByRole("row", { name: new RegExp(`${other}.*not told`) }).waitFor();
  assert.equal(await deploy.field("Tenant id").count(), 0, "the form is not in the way");
  await deploy.button(`Replace the credential of ${tenantId}`).click();
  await deploy.field("Application id").fill(clientId);
  await deploy.field("Client secret").fill(secret);
  await deploy.button("Keep the credential").click();
  await page.getByText(`The stack collects tenant ${tenantId} from its next run on.`).waitFor();
  const [put] = await deploy.asked<{ tenantId: string }>("putTenant", 1);
  assert.equal(put?.tenantId, tenantId);
  assert.ok(!(await deploy.everything()).includes(secret));
  await deploy.button(`Remove the credential of ${other}`).click();
  await deploy.asked("removeTenant", 1);
  await table.getByText(other).waitFor();
  await page.evaluate(() => {
    globalThis.fakeDeployHost.agrees = true;
  });
  await deploy.button(`Remove the credential of ${other}`).click();
  await table.getByText(other).waitFor({ state: "detached" });
  assert.deepEqual((await deploy.asked("removeTenant", 2))[1], { ...at, stack: "contoso-logs", tenantId: other });
  await deploy.button("Another tenant").click();
  await deploy.field("Tenant id").waitFor();
  await deploy.button("Cancel").click();
  await deploy.button("Run now").waitFor();
});

test("where the tenants cannot be listed, that is said, and a credential can still be kept and tried", async () => {
  await using deploy = await pages.open(withStack);
  await deploy.fail("tenants", "A permission is missing for profile security (ssm:DescribeParameters).");
  await deploy.button("Look at the account").click();
  await deploy.page.getByRole("radio", { name: /contoso-logs/ }).click();
  await deploy.page.getByRole("button", { name: /Tenants and first run/ }).click();
  await deploy.page.getByRole("alert").getByText("ssm:DescribeParameters").waitFor();
  await deploy.field("Tenant id").fill(tenantId);
  await deploy.field("Application id").fill(clientId);
  await deploy.field("Client secret").fill(secret);
  await deploy.button("Keep the credential").click();
  await deploy.page.getByText(`The stack collects tenant ${tenantId} from its next run on.`).waitFor();
  await deploy.asked("tenants", 2);
  await deploy.page.getByRole("alert").getByText("ssm:DescribeParameters").waitFor();
  const table = deploy.page.getByRole("table", { name: "Tenants of the stack" });
  assert.equal(await table.count(), 0, "the tenant that is known does not pass for all that there are");
  await deploy.button("Run now").waitFor();
});

test("a credential that is refused leaves no secret on the page; a certificate goes with its password", async () => {
  await using deploy = await pages.open(withStack);
  const { page } = deploy;
  await deploy.button("Look at the account").click();
  await page.getByRole("radio", { name: /contoso-logs/ }).click();
  await page.getByRole("button", { name: /Tenants and first run/ }).click();
  await deploy.button("Keep the credential").click();
  assert.equal(await page.getByRole("alert").count(), 3);
  await deploy.field("Tenant id").fill(tenantId);
  await deploy.field("Application id").fill(clientId);
  await deploy.field("Client secret").fill(secret);
  await deploy.fail("putTenant", "You may not write parameters. Ask for ssm:PutParameter.");
  await deploy.field("Client secret").press("Enter");
  await page.getByRole("alert").getByText("Ask for ssm:PutParameter.").waitFor();
  assert.ok(!(await deploy.everything()).includes(secret));
  await deploy.mend("putTenant");
  await page.getByRole("radio", { name: "Certificate" }).click();
  await deploy.button("Choose file…").click();
  await page.getByText("collector.pfx").waitFor();
  await deploy.field("Password of the certificate's file").fill(secret);
  await deploy.button("Keep the credential").click();
  await page.getByText("The stack collects tenant").waitFor();
  const puts = await deploy.asked<{ credential: unknown }>("putTenant", 2);
  assert.deepEqual(puts[1]?.credential, { kind: "certificate", id: "held-1", password: secret });
  assert.ok(!(await deploy.everything()).includes(secret));
});
