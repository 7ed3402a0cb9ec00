import { after, before, test } from "node:test";
import { noSeriousFault } from "../no-serious-fault.ts";
import { DeployPages } from "./deploy-pages.ts";
import { fakeAccount, fakeEvents, fakeFailures, fakeStack, fakeUpdate } from "./fake-deploy.ts";

let pages: DeployPages;
before(async () => {
  pages = await DeployPages.start();
});
after(() => pages[Symbol.asyncDispose]());

const tenantId = "11111111-2222-3333-4444-555555555555";

test("axe-core finds nothing serious from the account to the stack that is made", async () => {
  await using deploy = await pages.open();
  const { page } = deploy;
  await deploy.button("Look at the account").waitFor();
  await noSeriousFault(page);
  await page.getByRole("combobox", { name: "Region" }).click();
  await noSeriousFault(page);
  await page.keyboard.press("Escape");
  await deploy.button("Look at the account").click();
  await deploy.field("Name").waitFor();
  await noSeriousFault(page);
  await deploy.button("Next: parameters").click();
  await page.getByText("2 parameters, all as proposed").click();
  await deploy.field("Timeout").fill("5000");
  await deploy.button("Next: review").click();
  await page.getByRole("alert").getByText("At most 900.").waitFor();
  await noSeriousFault(page);
  await deploy.field("Timeout").fill("780");
  await deploy.hold("plan");
  await deploy.button("Next: review").click();
  await deploy.asked("plan", 1);
  await deploy.tell({ kind: "upload", upload: { doneBytes: 12_000_000, totalBytes: 48_000_000 } });
  await page.getByRole("progressbar", { name: "Uploaded" }).waitFor();
  await noSeriousFault(page);
  await deploy.release("plan");
  await deploy.button("Make the stack").waitFor();
  await noSeriousFault(page);
  await deploy.hold("execute");
  await deploy.button("Make the stack").click();
  await deploy.asked("execute", 1);
  await deploy.tell(...fakeEvents.map((event) => ({ kind: "event", event }) as const));
  await page.getByText("2 of 40 resources done").waitFor();
  await noSeriousFault(page);
  await deploy.release("execute");
  await deploy.button("Next: tenant").waitFor();
  await noSeriousFault(page);
});

test("axe-core finds nothing serious where making a stack fails", async () => {
  await using deploy = await pages.open();
  const { page } = deploy;
  await deploy.toReview();
  await deploy.hold("execute");
  await deploy.button("Make the stack").click();
  await deploy.asked("execute", 1);
  await deploy.tell(...[...fakeEvents, ...fakeFailures].map((event) => ({ kind: "event", event }) as const));
  await page.getByText("Database already exists.").waitFor();
  await noSeriousFault(page);
  await deploy.fail("execute", "Making stack tenanttrail failed. Database failed.", { code: "deploy-failed" });
  await deploy.release("execute");
  await deploy.button("Delete stack…").waitFor();
  await noSeriousFault(page);
});

test("axe-core finds nothing serious where a stack is updated, and where its tenants are kept", async () => {
  const warnings = ["You are signed in as the account's root user. Sign in as a person or a role instead."];
  const account = { ...fakeAccount, warnings, stacks: [fakeStack] };
  const tenants = [{ tenantId, keptAt: "2026-11-29T08:15:00.000Z" }];
  await using deploy = await pages.open({ account, tenants, plan: fakeUpdate });
  const { page } = deploy;
  await deploy.button("Look at the account").click();
  await page.getByRole("radio", { name: "contoso-logs (0.0.9)" }).click();
  await noSeriousFault(page);
  await deploy.button("Next: parameters").click();
  await deploy.button("Next: review").click();
  await deploy.button("Update the stack").waitFor();
  await noSeriousFault(page);
  await page.getByRole("button", { name: /Tenants and first run/ }).click();
  await page.getByRole("table", { name: "Tenants of the stack" }).waitFor();
  await noSeriousFault(page);
  await deploy.button(`Replace the credential of ${tenantId}`).click();
  await page.getByRole("radio", { name: "Certificate" }).click();
  await noSeriousFault(page);
  await deploy.button("Cancel").click();
  await deploy.button("Run now").click();
  await page.getByText("no Entra ID P2 licence").waitFor();
  await noSeriousFault(page);
});

test("axe-core finds nothing serious in restricted mode, and where the sign-in has expired", async () => {
  await using restricted = await pages.open({}, { isTrusted: false });
  await restricted.button("Manage trust").waitFor();
  await noSeriousFault(restricted.page);
  await using expired = await pages.open();
  const command = ["aws", "sso", "login", "--profile", "security"] as const;
  await expired.fail("account", "The sign-in of profile security has expired. Sign in again.", { command });
  await expired.button("Look at the account").click();
  await expired.button("Sign in").waitFor();
  await noSeriousFault(expired.page);
});
