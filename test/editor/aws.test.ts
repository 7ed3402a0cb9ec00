import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import { ConfigurationTarget, commands, env, workspace } from "vscode";
import { athenaInTheEditor } from "./aws/aws-athena.ts";
import { pagesOnAthena } from "./aws/aws-notebook.ts";
import { AwsServer } from "./harness/aws-server.ts";
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

describe("a connection to AWS", () => {
  const editor = new EditorWindow();
  let server: AwsServer<ServedAws> | undefined;

  before(async function () {
    this.timeout(120_000);
    server = await AwsServer.start("connect", "serve-lake.ts");
  });

  function itThere(title: string, work: (aws: ServedAws) => Promise<void>): void {
    it(title, async () => (server === undefined ? undefined : work(server.said)));
  }

  after(async () => {
    server?.stop();
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
  pagesOnAthena(editor, itThere, async (count) => {
    assert.ok(server);
    return (await server.ask<{ readonly made: number }>({ count })).made;
  });

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
});
