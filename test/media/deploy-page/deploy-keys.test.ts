import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { DeployPages, type OpenDeploy } from "./deploy-pages.ts";
import { fakeEvents } from "./fake-deploy.ts";

let pages: DeployPages;
before(async () => {
  pages = await DeployPages.start();
});
after(() => pages[Symbol.asyncDispose]());

/** What has the focus, by the name that a screen reader says. */
function focused({ page }: OpenDeploy): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement;
    return (element?.getAttribute("aria-label") ?? element?.textContent ?? "").trim();
  });
}

/** Fails when what has the focus looks the same without it. */
async function seesFocus({ page }: OpenDeploy): Promise<void> {
  const name = await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 80));
  const box = await page.evaluate(() => {
    document.activeElement?.scrollIntoView({ block: "center" });
    const { x, y, width, height } = document.activeElement?.getBoundingClientRect() ?? new DOMRect();
    return { x: x - 3, y: y - 3, width: width + 6, height: height + 6 };
  });
  const clip = { ...box, x: Math.max(0, box.x), y: Math.max(0, box.y) };
  const withFocus = await page.screenshot({ clip });
  const element = await page.evaluateHandle(() => document.activeElement as HTMLElement);
  await element.evaluate((each) => each.blur());
  const without = await page.screenshot({ clip });
  await element.evaluate((each) => each.focus());
  assert.ok(!withFocus.equals(without), `the focus is not seen on ${name}`);
}

/** Tabs through controls, each of which shows its focus. */
async function tabTo(deploy: OpenDeploy, ...names: readonly string[]): Promise<void> {
  for (const name of names) {
    await deploy.page.keyboard.press("Tab");
    assert.equal(await focused(deploy), name);
    await seesFocus(deploy);
  }
}

for (const theme of ["light", "dark", "high-contrast"] as const)
  test(`from the empty account to the stack that is made by keys alone, with the focus seen: ${theme}`, async () => {
    await using deploy = await pages.open({}, { theme });
    const { page } = deploy;
    await deploy.button("Look at the account").waitFor();
    await tabTo(deploy, "1Account", "Profile", "Region");
    await page.keyboard.press("Enter");
    await page.getByRole("option", { name: "eu-west-1 (Ireland)" }).waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    assert.equal(await focused(deploy), "Region", "the list is closed, and the focus is where it was");
    await tabTo(deploy, "Look at the account");
    await page.keyboard.press("Enter");
    await deploy.field("Name").waitFor();
    assert.deepEqual(await deploy.asked("account", 1), [{ profile: "security", region: "eu-west-1" }]);
    assert.match(await focused(deploy), /^Account 123456789012, as /);
    await tabTo(deploy, "Name", "Next: parameters");
    await page.keyboard.press("Enter");
    await page.getByText("Who is told when collecting fails or stops.").waitFor();
    assert.equal(await focused(deploy), "Parameters");
    await tabTo(deploy, "Collecting 3 parameters, all as proposed", "Schedule", "History from", "Notification email");
    await page.keyboard.type("soc@contoso.com");
    await tabTo(deploy, "Functions 2 parameters, all as proposed");
    await page.keyboard.press("Enter");
    await tabTo(deploy, "Memory size", "Timeout");
    await page.keyboard.press("Control+A");
    await page.keyboard.type("5000");
    await page.keyboard.press("Enter");
    await page.getByRole("alert").getByText("At most 900.").waitFor();
    assert.equal(await focused(deploy), "Timeout", "what is to be changed has the focus still");
    await page.keyboard.press("Control+A");
    await page.keyboard.type("300");
    await tabTo(deploy, "Athena 1 parameter, all as proposed", "Next: review");
    await page.keyboard.press("Enter");
    await deploy.button("Make the stack").waitFor();
    assert.match(await focused(deploy), /^40 changes to stack tenanttrail$/);
    const [planned] = await deploy.asked<{ parameters: Record<string, string> }>("plan", 1);
    assert.equal(planned?.parameters["NotificationEmail"], "soc@contoso.com");
    assert.equal(planned?.parameters["Timeout"], "300");
    await tabTo(deploy, "Make the stack");
    assert.equal((await deploy.asked("execute")).length, 0);
    await deploy.hold("execute");
    await page.keyboard.press("Enter");
    await deploy.asked("execute", 1);
    await deploy.tell(...fakeEvents.map((event) => ({ kind: "event", event }) as const));
    await page.getByText("2 of 40 resources done").waitFor();
    await tabTo(deploy, "Stop following");
    await deploy.release("execute");
    await deploy.button("Next: tenant").waitFor();
    await tabTo(deploy, "Other outputs", "Next: tenant");
    assert.deepEqual(deploy.problems, []);
  });
