import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, describe, it } from "mocha";
import { ConfigurationTarget, commands, env, workspace } from "vscode";
import { athenaInTheEditor } from "./aws-athena.ts";
import { EditorWindow } from "./harness/editor-window.ts";
import { openFreshLake, tenantTrail } from "./lake-under-test.ts";

/** What `test/aws/connect/serve-lake.ts` says once it serves. */
interface ServedAws {
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  readonly config: string;
  readonly keys: string;
}

/** What that script ends with when the machine lacks what an AWS of its own is made of. */
const lacking = 3;

describe("a connection to AWS", () => {
  const editor = new EditorWindow();
  let server: ChildProcess;
  let aws: ServedAws | undefined;

  before(async function () {
    this.timeout(120_000);
    const { path } = await tenantTrail();
    server = spawn(process.execPath, [join(path, "test", "aws", "connect", "serve-lake.ts")], {
      stdio: ["pipe", "pipe", "inherit"],
      env: { ...process.env, ELECTRON_RUN_AS_NODE: "1" },
    });
    const served = await new Promise<ServedAws | undefined>((resolve, reject) => {
      server.once("exit", (code) => (code === lacking ? resolve(undefined) : reject(new Error(`It ended: ${code}`))));
      if (server.stdout) createInterface(server.stdout).once("line", (line) => resolve(JSON.parse(line) as ServedAws));
    });
    if (served === undefined) {
      console.log("  No AWS to test against on this machine: its connection was not looked at in the editor");
      if (process.env["CI"] !== undefined) throw new Error("CI needs the AWS to test against");
      return;
    }
    aws = served;
    process.env["AWS_CONFIG_FILE"] = aws.config;
    process.env["AWS_SHARED_CREDENTIALS_FILE"] = aws.keys;
  });

  function itThere(title: string, work: (aws: ServedAws) => Promise<void>): void {
    it(title, async () => (aws === undefined ? undefined : work(aws)));
  }

  after(async () => {
    server.stdin?.end();
    delete process.env["AWS_CONFIG_FILE"];
    delete process.env["AWS_SHARED_CREDENTIALS_FILE"];
    await openFreshLake();
  });

  itThere("is chosen by profile, region and the stack that is found there", async () => {
    const { killLakeProcess } = await import("./lake-under-test.ts");
    // The lake process has the environment that it was started with.
    await openFreshLake();
    await killLakeProcess();
    const choosing = commands.executeCommand("tenantTrail.useConnection");
    await editor.waitFor(".quick-input-widget >> text=Connect to AWS…");
    await editor.screenshot("aws-pick-lake");
    await editor.type("Connect to AWS");
    await editor.press("Enter");
    await editor.waitFor(".quick-input-widget >> text=contoso");
    await editor.screenshot("aws-pick-profile");
    await editor.type("contoso");
    await editor.press("Enter");
    await editor.waitFor(".quick-input-widget >> text=N. Virginia");
    await editor.screenshot("aws-pick-region");
    await editor.press("Enter");
    await editor.waitFor(".quick-input-widget >> text=contoso-logs");
    await editor.screenshot("aws-pick-stack");
    await editor.press("Enter");
    await choosing;
    await editor.waitFor(".statusbar-item >> text=contoso-logs · us-east-1 · contoso");
  });

  itThere("shows the days of the ledger in the bucket, and the slices of a day with size and class", async () => {
    await commands.executeCommand("tenantTrail.logDays.focus");
    await editor.click("[aria-label^='Sign-ins, 45 rows']");
    await editor.click("[aria-label^='May 2020, 45 rows']");
    await editor.click("[aria-label^='Wednesday, May 20, 2020, imported']");
    await editor.waitFor("[aria-label^='00-24, ']");
    await editor.waitFor("text=Alarm since");
    await editor.click("[aria-label^='00-24, ']", { button: "right" });
    await editor.waitFor("text=Copy S3 URI");
    await editor.screenshot("aws-slice-menu");
    await editor.press("Escape");
    await editor.screenshot("aws-log-days");
    const days = (await tenantTrail()).api.listDays({ table: "signins" });
    assert.equal(
      (await days).reduce((sum, { rows }) => sum + rows, 0),
      45,
    );
  });

  itThere(
    "jumps to an address, newest days first and page by page, and filters by the beginning of names",
    async ({ bucket }) => {
      const jumping = commands.executeCommand("tenantTrail.jumpToS3");
      await editor.waitFor(".quick-input-widget input");
      await editor.press("Control+A");
      await editor.type(`s3://${bucket}/firewall/`);
      await editor.press("Enter");
      await jumping;
      await editor.waitFor("[aria-label^='dt=2026-11-20']");
      await editor.screenshot("aws-jump");
    },
  );

  itThere("lists the dashboards of the account, and opens one by its link", async ({ region }) => {
    await commands.executeCommand("tenantTrail.dashboards.focus");
    await editor.waitFor("[aria-label^='Risky users, dashboard']");
    await editor.screenshot("aws-dashboards");
    await editor.click("[aria-label^='Risky users, dashboard']", { button: "right" });
    await editor.waitFor(".monaco-menu :text('Copy link')");
    await editor.screenshot("aws-dashboard-menu");
    await editor.click(".monaco-menu :text('Copy link')");
    const url = `https://${region}.quicksight.aws.amazon.com/sn/dashboards/risky-users`;
    for (let tries = 0; tries < 50 && (await env.clipboard.readText()) !== url; tries++)
      await new Promise((resolve) => setTimeout(resolve, 100));
    assert.equal(await env.clipboard.readText(), url);
  });

  athenaInTheEditor(editor, itThere);

  itThere("tells an expired sign-in with the button that renews it", async () => {
    const { api } = await tenantTrail();
    const connection = { kind: "aws", profile: "expired", region: "us-east-1" } as const;
    await assert.rejects(api.useConnection(connection), {
      code: "aws-sign-in",
      message: /profile expired.*aws sso login --profile expired/,
    });
    const choosing = commands.executeCommand("tenantTrail.useConnection");
    await editor.waitFor(".quick-input-widget >> text=Connect to AWS…");
    await editor.type("Connect to AWS");
    await editor.press("Enter");
    await editor.waitFor(".quick-input-widget >> text=expired");
    await editor.type("expired");
    await editor.press("Enter");
    await editor.waitFor(".quick-input-widget >> text=N. Virginia");
    await editor.type("us-east-1");
    await editor.press("Enter");
    await choosing;
    await commands.executeCommand("notifications.showList");
    await editor.waitFor(".notifications-center :text('aws sso login --profile expired')");
    await editor.waitFor(".notifications-center :text-is('Sign in')");
    await editor.screenshot("aws-sign-in");
    await commands.executeCommand("notifications.clearAll");
    await commands.executeCommand("notifications.hideList");
  });

  itThere("looks the same in a dark theme", async () => {
    const config = workspace.getConfiguration("workbench");
    const before = config.get<string>("colorTheme");
    await config.update("colorTheme", "Default Dark Modern", ConfigurationTarget.Global);
    await commands.executeCommand("tenantTrail.logDays.focus");
    await editor.waitFor("[aria-label^='dt=2026-11-20']");
    await editor.screenshot("aws-log-days-dark");
    await commands.executeCommand("tenantTrail.dashboards.focus");
    await editor.waitFor("[aria-label^='Risky users, dashboard']");
    await editor.screenshot("aws-dashboards-dark");
    await config.update("colorTheme", before, ConfigurationTarget.Global);
  });

  it("has a stack that is deployed on the page, which is then used", async function () {
    this.timeout(240_000);
    if (aws === undefined) return;
    const { killLakeProcess } = await import("./lake-under-test.ts");
    await openFreshLake();
    await killLakeProcess();
    const deploying = commands.executeCommand<{ status: string }>("tenantTrail.deployStack");
    await editor.click("vscode-button:has-text('Look at the account')");
    await editor.waitFor("text=Account 000000000000");
    await editor.screenshot("deploy-account");
    await editor.click("vscode-button:has-text('Next: parameters')");
    await editor.waitFor("text=How often each function collects what is due.");
    await editor.screenshot("deploy-parameters");
    await editor.click("vscode-button:has-text('Next: review')");
    await editor.waitFor("text=Price a month");
    await editor.screenshot("deploy-changes");
    await editor.click("vscode-button:has-text('Make the stack')");
    // A stack of the stand-in may be whole before its events are drawn; the page's own tests hold them.
    await editor.waitFor("text=/create in progress|Bucket of the logs/");
    await editor.screenshot("deploy-events");
    assert.equal((await deploying)?.status, "CREATE_COMPLETE");
    await editor.waitFor("text=Bucket of the logs");
    await editor.screenshot("deploy-outputs");
    await editor.click("vscode-button:has-text('Next: tenant')");
    await editor.waitFor("vscode-button:has-text('Keep the credential')");
    await editor.screenshot("deploy-tenant");
    await editor.click("vscode-button:has-text('Use this lake')");
    await editor.waitFor(".statusbar-item >> text=tenanttrail · us-east-1 · contoso");
    await commands.executeCommand("workbench.action.closeAllEditors");
  });
});
