import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { DeployPages } from "./deploy-pages.ts";
import { fakeAccount, fakeEvent, fakeEvents, fakeFailures, fakePlan, fakeStack } from "./fake-deploy.ts";

let pages: DeployPages;
before(async () => {
  pages = await DeployPages.start();
});
after(() => pages[Symbol.asyncDispose]());

const at = { profile: "security", region: "eu-central-1" };
const withStack = { account: { ...fakeAccount, stacks: [fakeStack] } };

test("what CloudFormation refuses is told in its words, and the parameters are a step back", async () => {
  await using deploy = await pages.open();
  await deploy.fail("plan", "CloudFormation refuses stack tenanttrail: Bucket logs exists already.");
  await deploy.toReview();
  await deploy.page.getByRole("alert").getByText("Bucket logs exists already.").waitFor();
  await deploy.mend("plan");
  await deploy.button("Try again").click();
  await deploy.button("Make the stack").waitFor();
});

test("cancelling says at each stage what has happened to the stack", async () => {
  await using deploy = await pages.open();
  const { page } = deploy;
  await deploy.hold("account");
  await deploy.button("Look at the account").click();
  await deploy.button("Cancel").click();
  await page.getByText("Cancelled. Nothing was made or changed.").waitFor();
  await deploy.cancelled("account");
  await deploy.release("account");
  await deploy.hold("plan");
  await deploy.toReview();
  await deploy.asked("plan", 1);
  await deploy.button("Cancel").click();
  await page.getByText("Cancelled. Nothing of stack tenanttrail was made or changed.").waitFor();
  await deploy.cancelled("plan");
  await deploy.release("plan");
  await deploy.button("Prepare again").click();
  await deploy.button("Make the stack").waitFor();
  await deploy.button("Cancel").click();
  await page.getByText("The prepared changes were taken back.").waitFor();
  assert.deepEqual(await deploy.asked("drop", 1), [{ ...at, plan: fakePlan.plan }]);
  await deploy.button("Prepare again").click();
  await deploy.hold("execute");
  await deploy.button("Make the stack").click();
  await deploy.asked("execute", 1);
  await deploy.tell({ kind: "event", event: fakeEvent(1, "LakeBucket", "AWS::S3::Bucket", "CREATE_IN_PROGRESS") });
  await deploy.button("Stop following").click();
  await page.getByText("nothing was stopped: CloudFormation goes on with stack tenanttrail").waitFor();
  await deploy.cancelled("execute");
  await deploy.button("Follow it again").click();
  await page.getByText("tenanttrail-lakebucket-1x2y3z").waitFor();
  const [followed] = await deploy.asked<{ stack: string; wants: string }>("follow", 1);
  assert.deepEqual([followed?.stack, followed?.wants], ["tenanttrail", "made"]);
});

test("a failed resource stands first with its reason, and the stack that is left can be deleted", async () => {
  await using deploy = await pages.open();
  const { page } = deploy;
  await deploy.toReview();
  await deploy.hold("execute");
  await deploy.button("Make the stack").click();
  await deploy.asked("execute", 1);
  await deploy.tell(...[...fakeEvents, ...fakeFailures].map((event) => ({ kind: "event", event }) as const));
  const first = page.getByRole("table", { name: "Resources of the stack" }).getByRole("row").nth(1);
  await first.getByText("Database already exists.").waitFor();
  await page.getByText("Database failed. CloudFormation takes back what it did.").waitFor({ state: "attached" });
  await deploy.fail("execute", "Making stack tenanttrail failed, and what was made was taken back. Database failed.", {
    code: "deploy-failed",
  });
  await deploy.release("execute");
  await page.getByRole("alert").getByText("what was made was taken back").waitFor();
  assert.match((await first.textContent()) ?? "", /create failed.*Database.*already exists/);
  await deploy.button("Delete stack…").click();
  await page.getByText("Stack tenanttrail is deleted. It had collected nothing").waitFor();
  const [removed] = await deploy.asked<{ wasMade: boolean }>("remove", 1);
  assert.equal(removed?.wasMade, false, "the dialog does not say that collecting ends");
  await deploy.button("Deploy it again").click();
  await deploy.button("Next: review").click();
  const [planned, second] = await deploy.asked<{ stack: string; parameters: unknown }>("plan", 2);
  assert.deepEqual([second?.stack, second?.parameters], [planned?.stack, planned?.parameters], "nothing typed is lost");
});

test("deleting keeps the bucket and says so; a no deletes nothing", async () => {
  await using deploy = await pages.open({ ...withStack, agrees: false });
  const { page } = deploy;
  await deploy.button("Look at the account").click();
  await page.getByRole("radio", { name: /contoso-logs/ }).click();
  await deploy.button("Delete stack…").click();
  await deploy.asked("remove", 1);
  await deploy.button("Next: parameters").waitFor();
  await page.evaluate(() => {
    globalThis.fakeDeployHost.agrees = true;
  });
  await deploy.button("Delete stack…").click();
  await page.getByText("Bucket contoso-logs-lakebucket-1x2y3z and all logs in it stay").waitFor();
  await deploy.button("Back to the account").click();
  assert.equal((await deploy.asked("account", 2)).length, 2);
});

test("a stack whose making failed says why, and is deleted and deployed again under its name", async () => {
  const trouble = "Making stack contoso-logs failed, and what was made was taken back. Delete it, then deploy again.";
  const failed = { ...fakeStack, standing: "failed", trouble } as const;
  await using deploy = await pages.open({ account: { ...fakeAccount, stacks: [failed] } });
  const { page } = deploy;
  await deploy.button("Look at the account").click();
  await page.getByRole("radio", { name: /contoso-logs/ }).click();
  await page.getByText(trouble).waitFor();
  assert.equal(await deploy.button("Next: parameters").count(), 0);
  await deploy.button("Delete stack…").click();
  await page.getByText("Stack contoso-logs is deleted. It had collected nothing").waitFor();
  await page.evaluate((account) => {
    globalThis.fakeDeployHost.account = account;
  }, fakeAccount);
  await deploy.button("Deploy it again").click();
  await deploy.field("Notification email").waitFor();
  assert.equal(await deploy.field("Notification email").inputValue(), "soc@contoso.com", "its parameters are kept");
  await page.getByRole("button", { name: /Account/ }).click();
  assert.equal(await deploy.field("Name").inputValue(), "contoso-logs", "the name that is deployed is the one shown");
});

test("a stack that was only prepared can be made, and one that somebody works on is followed", async () => {
  const prepared = { ...fakeStack, standing: "prepared", trouble: "Stack contoso-logs was prepared." } as const;
  const making = { ...fakeStack, name: "theirs", standing: "making", trouble: "Somebody updates theirs." } as const;
  const deleting = {
    ...fakeStack,
    name: "gone",
    standing: "deleting",
    trouble: "Stack gone is being deleted.",
  } as const;
  await using deploy = await pages.open({ account: { ...fakeAccount, stacks: [prepared, making, deleting] } });
  const { page } = deploy;
  await deploy.button("Look at the account").click();
  await page.getByRole("radio", { name: /contoso-logs/ }).click();
  await page.getByText("Stack contoso-logs was prepared.").waitFor();
  await deploy.button("Next: parameters").waitFor();
  await page.getByRole("radio", { name: /theirs/ }).click();
  await page.getByText("Somebody updates theirs.").waitFor();
  assert.equal(await deploy.button("Delete stack…").count(), 0);
  await deploy.button("Look again").click();
  await deploy.asked("account", 2);
  await deploy.button("Follow it").click();
  await page.getByText("tenanttrail-lakebucket-1x2y3z").waitFor();
  await page.getByRole("button", { name: /Account/ }).click();
  await page.getByRole("radio", { name: /gone/ }).click();
  await deploy.button("Follow it").click();
  await page.getByText("Stack gone is deleted.").waitFor();
  const followed = await deploy.asked<{ stack: string; wants: string }>("follow", 2);
  assert.deepEqual(
    followed.map(({ stack, wants }) => [stack, wants]),
    [
      ["theirs", "made"],
      ["gone", "deleted"],
    ],
  );
});

test("a login that expires while a stack is made is renewed, and the stack is followed on; before it, it is made", async () => {
  await using deploy = await pages.open();
  const { page } = deploy;
  const command = ["aws", "sso", "login", "--profile", "security"] as const;
  await deploy.toReview();
  await deploy.fail("execute", "AWS no longer accepts the credentials of profile security.", {
    code: "aws-sign-in",
    command,
  });
  await deploy.button("Make the stack").click();
  await page.getByRole("alert").getByText("no longer accepts").waitFor();
  assert.equal(await deploy.button("Delete stack…").count(), 0);
  const goesOn = "It expired. CloudFormation goes on with stack tenanttrail all the same.";
  await deploy.fail("execute", goesOn, { code: "deploy-goes-on", command });
  await deploy.button("Sign in").click();
  await page.getByRole("alert").getByText("goes on").waitFor();
  assert.equal((await deploy.asked("execute", 2)).length, 2, "nothing had begun, so the same was asked again");
  await deploy.button("Follow it again").waitFor();
  await deploy.button("Sign in").click();
  await page.getByText("tenanttrail-lakebucket-1x2y3z").waitFor();
  assert.equal((await deploy.asked("execute")).length, 2);
  assert.equal((await deploy.asked("follow", 1)).length, 1);
});

test("changes that somebody overtook are prepared again, and nobody is led to delete the other's stack", async () => {
  await using deploy = await pages.open();
  await deploy.toReview();
  await deploy.fail("execute", "Stack tenanttrail was changed by somebody else. Deploy again.", {
    code: "deploy-failed",
  });
  await deploy.button("Make the stack").click();
  await deploy.page.getByRole("alert").getByText("somebody else").waitFor();
  assert.equal(await deploy.button("Delete stack…").count(), 0);
  await deploy.button("Prepare again").click();
  await deploy.button("Make the stack").waitFor();
  assert.equal((await deploy.asked("plan")).length, 2);
});

test("a stack that was made here is one of the account's from then on", async () => {
  await using deploy = await pages.open();
  await deploy.toReview();
  await deploy.button("Make the stack").click();
  await deploy.page.getByText("tenanttrail-lakebucket-1x2y3z").waitFor();
  await deploy.page.getByRole("button", { name: /Account/ }).click();
  await deploy.page.getByRole("radio", { name: "tenanttrail (0.1.0)" }).waitFor();
  await deploy.button("Delete stack…").click();
  const [removed] = await deploy.asked<{ wasMade: boolean }>("remove", 1);
  assert.equal(removed?.wasMade, true);
});

test("many stacks stand under one another, few in a row", async () => {
  const stacks = ["alpha", "beta", "gamma"].map((name) => ({ ...fakeStack, name }));
  await using deploy = await pages.open({ account: { ...fakeAccount, stacks } });
  await deploy.button("Look at the account").click();
  await deploy.page.getByRole("radio", { name: "A new stack" }).waitFor();
  const radios = await deploy.page.getByRole("radio").all();
  const boxes = await Promise.all(radios.map(async (radio) => (await radio.boundingBox()) ?? assert.fail()));
  assert.equal(new Set(boxes.map(({ x }) => Math.round(x))).size, 1);
  assert.equal(new Set(boxes.map(({ y }) => Math.round(y))).size, 4);
});
