import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { DeployPages } from "./deploy-pages.ts";
import { fakeAccount, fakeEvents, fakePlan, fakeStack, fakeStart, fakeUpdate } from "./fake-deploy.ts";

let pages: DeployPages;
before(async () => {
  pages = await DeployPages.start();
});
after(() => pages[Symbol.asyncDispose]());

const secret = "s3cr3t~Value.of.the.app";
const tenantId = "11111111-2222-3333-4444-555555555555";
const clientId = "99999999-2222-3333-4444-555555555555";
const at = { profile: "security", region: "eu-central-1" };
const inNewStack = { ...at, stack: "tenanttrail" };
const withStack = { account: { ...fakeAccount, stacks: [fakeStack] } };

test("a new stack: account, parameters, changes and price, events, outputs, credential, first run, lake", async () => {
  await using deploy = await pages.open();
  const { page } = deploy;
  await deploy.button("Look at the account").click();
  await page.getByText("Account 123456789012").waitFor();
  assert.deepEqual(await deploy.asked("account", 1), [at]);
  await deploy.button("Next: parameters").click();
  await page.getByText("Who is told when collecting fails or stops.").waitFor();
  await deploy.field("Notification email").fill("soc@contoso.com");

  await deploy.hold("plan");
  await deploy.button("Next: review").click();
  const [planned] = await deploy.asked<{ parameters: Record<string, string>; stack: string }>("plan", 1);
  assert.equal(planned?.stack, "tenanttrail");
  assert.deepEqual(planned?.parameters, {
    Schedule: "15 minutes",
    HistoryFrom: "2026-01-01",
    NotificationEmail: "soc@contoso.com",
    MemorySize: "1024",
    Timeout: "780",
    DatabaseName: "tenanttrail",
  });
  await deploy.tell(
    { kind: "step", words: "Uploading the functions' code" },
    { kind: "upload", upload: { doneBytes: 12_000_000, totalBytes: 48_000_000 } },
  );
  await page.getByText("Uploading the functions' code…").waitFor();
  await page.getByText("12 MB of 48 MB").waitFor();
  assert.equal(await page.getByRole("progressbar", { name: "Uploaded" }).getAttribute("value"), "12000000");
  await deploy.release("plan");

  const changes = page.getByRole("table", { name: "Changes to the stack" });
  await changes.getByRole("row", { name: /add 4 × Lambda Function/ }).waitFor();
  const price = page.getByRole("table", { name: "Price a month" });
  await price.getByRole("row", { name: /A month, about 13\.50/ }).waitFor();
  assert.equal((await deploy.asked("execute")).length, 0, "nothing is made before it is agreed to");

  await deploy.hold("execute");
  await deploy.button("Make the stack").click();
  await deploy.asked("execute", 1);
  await deploy.tell(...fakeEvents.map((event) => ({ kind: "event", event }) as const));
  await page.getByText("2 of 40 resources done").waitFor();
  const rows = page.getByRole("table", { name: "Resources of the stack" }).getByRole("row");
  assert.match((await rows.nth(1).textContent()) ?? "", /16:40:15\s*create in progress\s*SignInsRole/);
  await deploy.release("execute");
  await page.getByText("tenanttrail-lakebucket-1x2y3z").waitFor();

  await deploy.button("Next: tenant").click();
  await deploy.field("Tenant id").fill(tenantId);
  await deploy.field("Application id").fill(clientId);
  await deploy.field("Client secret").fill(secret);
  await deploy.field("Last day of the secret").fill("31.5.2027");
  await deploy.button("Keep the credential").click();
  await page.getByRole("alert").getByText("Write the day as 2027-05-31.").waitFor();
  await deploy.field("Last day of the secret").fill("2027-05-31");
  assert.ok((await deploy.everything()).includes(secret), "the search finds a secret that is there");
  await deploy.button("Keep the credential").click();
  await page.getByText("The stack collects tenant").waitFor();
  assert.deepEqual(await deploy.asked("putTenant", 1), [
    {
      ...inNewStack,
      tenantId,
      clientId,
      cloud: "global",
      credential: { kind: "secret", secret },
      expires: "2027-05-31",
    },
  ]);
  assert.ok(!(await deploy.everything()).includes(secret), "the field is emptied");
  const calls = await page.evaluate(() => JSON.stringify(globalThis.fakeDeployHost.calls));
  assert.equal(calls.split(secret).length, 2, "one message carries the secret");

  await deploy.button("Run now").click();
  await page.getByText("1,204 rows added").first().waitFor();
  await page.getByText("no Entra ID P2 licence").waitFor();
  const runs = await deploy.asked<{ table: string }>("runFunction", 4);
  assert.deepEqual(runs.map(({ table }) => table).sort(), ["activity", "audits", "riskdetections", "signins"]);
  await deploy.button("Show the report").first().click();
  assert.deepEqual(await deploy.asked("showReport", 1), [{ text: "The whole report of signins" }]);
  await deploy.button("Use this lake").click();
  await page.getByText("The log days of stack tenanttrail are open.").waitFor();
  assert.deepEqual(await deploy.asked("useLake", 1), [inNewStack]);
  assert.deepEqual(deploy.problems, []);
});

test("what was chosen the last time is there again", async () => {
  const last = {
    profile: "sandbox",
    region: "eu-west-1",
    stack: "my-logs",
    parameters: { Schedule: "1 hour", Gone: "x" },
  };
  await using deploy = await pages.open({ start: { ...fakeStart, last } });
  await deploy.button("Look at the account").click();
  assert.deepEqual(await deploy.asked("account", 1), [{ profile: "sandbox", region: "eu-west-1" }]);
  assert.equal(await deploy.field("Name").inputValue(), "my-logs");
  await deploy.button("Next: parameters").click();
  await deploy.button("Next: review").click();
  const [planned] = await deploy.asked<{ parameters: Record<string, string> }>("plan", 1);
  assert.equal(planned?.parameters["Schedule"], "1 hour");
  assert.equal("Gone" in (planned?.parameters ?? {}), false, "an older version's parameter is not asked for");
});

test("the environment's own credentials and a region that is not listed can be chosen", async () => {
  const profiles = [{ kind: "environment" }] as const;
  await using deploy = await pages.open({ start: { ...fakeStart, profiles } });
  const { page } = deploy;
  await page.getByRole("combobox", { name: "Region" }).click();
  await page.getByRole("option", { name: "Another region…" }).click();
  await deploy.button("Look at the account").click();
  await page.getByRole("alert").getByText("A region is written like eu-central-1.").waitFor();
  await deploy.field("Region").fill("eu-nowhere-9");
  await deploy.field("Region").press("Enter");
  assert.deepEqual(await deploy.asked("account", 1), [{ region: "eu-nowhere-9" }]);
});

test("an expired sign-in has the button that renews it, and then the same is asked again", async () => {
  await using deploy = await pages.open();
  const command = ["aws", "sso", "login", "--profile", "security"] as const;
  await deploy.fail("account", "The sign-in of profile security has expired. Sign in again.", { command });
  await deploy.button("Look at the account").click();
  await deploy.page.getByRole("alert").getByText("has expired").waitFor();
  await deploy.mend("account");
  await deploy.button("Sign in").click();
  await deploy.page.getByText("Account 123456789012").waitFor();
  assert.deepEqual(await deploy.asked("signIn", 1), [{ command }]);
  assert.equal((await deploy.asked("account")).length, 2);
});

test("what may get in the way stands beside the account", async () => {
  const warnings = ["You are signed in as the account's root user. Sign in as a person or a role instead."];
  await using deploy = await pages.open({ account: { ...fakeAccount, warnings } });
  await deploy.button("Look at the account").click();
  await deploy.page.getByText("root user").waitFor();
});

test("a wrong value is told at its field, in a group that opens, and nothing is asked of AWS", async () => {
  await using deploy = await pages.open();
  const { page } = deploy;
  await deploy.button("Look at the account").click();
  await deploy.button("Next: parameters").click();
  assert.equal(await deploy.field("Timeout").isVisible(), false, "a group with what suits everybody is folded in");
  await page.getByText("2 parameters, all as proposed").click();
  await deploy.field("Timeout").fill("5000");
  await deploy.field("Memory size").fill("much");
  await deploy.field("History from").fill("yesterday");
  await page.locator("summary").first().focus();
  await deploy.button("Next: review").click();
  assert.deepEqual(await page.getByRole("alert").allTextContents(), [
    "It is a day, YYYY-MM-DD.",
    "Enter a number.",
    "At most 900.",
  ]);
  assert.equal((await deploy.asked("plan")).length, 0);
  assert.equal(await deploy.field("Timeout").getAttribute("aria-invalid"), "true");
});

test("an existing stack is updated from what it has, and each kind of change is told", async () => {
  await using deploy = await pages.open({ ...withStack, plan: fakeUpdate });
  const { page } = deploy;
  await deploy.button("Look at the account").click();
  await page.getByRole("radio", { name: "contoso-logs (0.0.9)" }).click();
  await deploy.button("Next: parameters").click();
  assert.equal(await deploy.field("Notification email").inputValue(), "soc@contoso.com");
  await deploy.button("Next: review").click();
  const [planned] = await deploy.asked<{ stack: string; parameters: Record<string, string> }>("plan", 1);
  assert.equal(planned?.stack, "contoso-logs");
  assert.equal(planned?.parameters["MemorySize"], "2048");
  const kinds = page.getByRole("table", { name: "Changes to the stack" }).locator("tbody tr");
  assert.deepEqual(await kinds.evaluateAll((rows) => rows.map((row) => row.querySelector("td")?.textContent?.trim())), [
    "remove",
    "replace",
    "change, perhaps replace",
    "change",
    "add",
  ]);
  await page.getByText("The old one stays in the account.").waitFor();
  await deploy.button("Update the stack").waitFor();
});

test("a database of another stack is refused before AWS is asked", async () => {
  const stacks = [{ ...fakeStack, parameters: { DatabaseName: "tenanttrail" } }];
  await using deploy = await pages.open({ account: { ...fakeAccount, stacks } });
  await deploy.toReview();
  await deploy.page.getByText("Stack contoso-logs has this database. Choose another name.").waitFor();
  assert.equal((await deploy.asked("plan")).length, 0);
});

test("a stack without changes is up to date", async () => {
  const plan = { ...fakePlan, plan: { ...fakePlan.plan, isNew: false, changes: [] } };
  await using deploy = await pages.open({ plan });
  await deploy.toReview();
  await deploy.page.getByText("Stack tenanttrail is up to date").waitFor();
  await deploy.button("Next: tenant").click();
  await deploy.button("Keep the credential").waitFor();
});

test("restricted mode says why nothing is deployed, asks nothing, and leads to the trust", async () => {
  await using deploy = await pages.open({}, { isTrusted: false });
  await deploy.page.getByText("Nothing is deployed in restricted mode").waitFor();
  assert.equal((await deploy.asked("start")).length, 0);
  await deploy.button("Manage trust").click();
  assert.equal((await deploy.asked("manageTrust", 1)).length, 1);
  await deploy.page.evaluate(() => globalThis.fakeDeployHost.show(true));
  await deploy.button("Look at the account").waitFor();
});

test("dark, light and high contrast draw the page in the theme's colours, and narrow ones do not go sideways", async () => {
  const expected = { dark: "31, 31, 31", light: "255, 255, 255", "high-contrast": "0, 0, 0" };
  for (const theme of ["dark", "light", "high-contrast"] as const) {
    await using deploy = await pages.open({ plan: fakeUpdate }, { theme, width: 460 });
    await deploy.toReview();
    await deploy.button("Update the stack").waitFor();
    const background = await deploy.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    assert.equal(background, `rgb(${expected[theme]})`);
    const over = await deploy.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.ok(over <= 0, `${theme}: ${over} pixels too wide`);
    assert.deepEqual(deploy.problems, [], theme);
  }
});

test("a new stack can be named beside one that has the name of the last time, and its name may begin with another's", async () => {
  const last = { region: "eu-central-1", profile: "security", stack: "contoso-logs", parameters: {} };
  await using deploy = await pages.open({ ...withStack, start: { ...fakeStart, last } });
  const { page } = deploy;
  await deploy.button("Look at the account").click();
  await page.getByRole("radio", { name: "contoso-logs (0.0.9)", checked: true }).waitFor();
  await page.getByRole("radio", { name: "A new stack" }).click();
  assert.equal(await deploy.field("Name").inputValue(), "contoso-logs-2");
  await deploy.field("Name").fill("contoso-logs");
  await deploy.button("Next: parameters").click();
  await page.getByRole("alert").getByText("This stack is there already.").waitFor();
  await deploy.field("Name").press("End");
  await page.keyboard.type("-of-fabrikam");
  await deploy.button("Next: parameters").click();
  await deploy.field("Notification email").waitFor();
  assert.equal(await deploy.field("Notification email").inputValue(), "soc@contoso.com");
});
