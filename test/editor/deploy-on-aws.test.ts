import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import { commands, Uri, window } from "vscode";
import type { DeployableRequest } from "../aws/whole/deployable-requests.ts";
import { deployedByCommand } from "./aws/deploy-by-command.ts";
import { answerDialogs, type DialogAnswers } from "./harness/answer-dialogs.ts";
import { AwsServer } from "./harness/aws-server.ts";
import { EditorWindow } from "./harness/editor-window.ts";
import { inEachTheme } from "./harness/themes.ts";
import { killLakeProcess, openFreshLake, tenantTrail } from "./lake-under-test.ts";

/** What `test/aws/whole/serve-deployable.ts` says once it serves. */
interface Deployable {
  readonly config: string;
  readonly keys: string;
  readonly region: string;
  readonly tenantId: string;
  readonly clientId: string;
  readonly secret: string;
}

/** Deploying on the page from the empty account to the deleted stack, as the README's way on AWS says it. */
describe("deploying to AWS", () => {
  const editor = new EditorWindow();
  let server: AwsServer<Deployable> | undefined;
  let dialogs: DialogAnswers;

  before(async function () {
    this.timeout(240_000);
    server = await AwsServer.start("whole", "serve-deployable.ts");
    dialogs = answerDialogs();
    if (server === undefined) return;
    // The lake process has the environment that it was started with.
    await openFreshLake();
    await killLakeProcess();
    await commands.executeCommand("workbench.action.closeAllEditors");
  });

  after(async () => {
    dialogs.dispose();
    server?.stop();
    await commands.executeCommand("workbench.action.closeAllEditors");
    await openFreshLake();
  });

  function itThere(title: string, work: (aws: AwsServer<Deployable>) => Promise<void>): void {
    it(title, async function () {
      this.timeout(240_000);
      if (server !== undefined) await work(server);
    });
  }
  const button = (text: string): string => `vscode-button:has-text('${text}')`;
  const look = (name: string) => inEachTheme(editor, `deploy-${name}`, "main.deploy");
  const ask = (aws: AwsServer<Deployable>, request: DeployableRequest): Promise<void> => aws.do(request);
  const fill = async (label: string, text: string): Promise<void> => {
    await editor.click(`vscode-text-field[aria-label='${label}'] input`);
    // VS Code selects all for Control+A only when it has heard of the key, maybe after the first typed letters.
    for (const key of ["Home", "Shift+End"]) await editor.press(key);
    await editor.type(text);
  };
  /** For what takes longer than anything that only the editor does. */
  const waitLong = async (selector: string): Promise<void> => {
    for (let tries = 0; ; tries++)
      try {
        return await editor.waitFor(selector);
      } catch (error) {
        if (tries === 9) throw error;
      }
  };
  const lookAtAccount = async (): Promise<void> => {
    await commands.executeCommand("workbench.action.closeAllEditors");
    void commands.executeCommand("tenantTrail.deployStack").then(undefined, () => undefined);
    await editor.click(button("Look at the account"));
    await editor.waitFor("text=Account 000000000000");
  };

  itThere("goes from the account over the upload, the changes and the price to the outputs", async (aws) => {
    const deploying = commands.executeCommand<{ status: string }>("tenantTrail.deployStack");
    await editor.waitFor(button("Look at the account"));
    await look("begin");
    await editor.click(button("Look at the account"));
    await editor.waitFor("text=Account 000000000000");
    await look("account");
    await editor.click(button("Next: parameters"));
    await editor.waitFor("text=How often each function collects what is due.");
    // A first run has days to read, at the rate that Microsoft allows: it ends itself in time.
    await editor.click("summary:has-text('Functions')");
    await fill("Timeout", "60");
    await look("parameters");
    await ask(aws, { do: "hold", operation: "UploadPart" });
    await editor.click(button("Next: review"));
    await editor.waitFor("text=Uploading the functions' code");
    await editor.waitFor("text=/of [\\d.]+ MB/");
    await look("upload");
    await ask(aws, { do: "let-be" });
    await editor.waitFor("text=Price a month");
    await look("changes");
    await editor.evaluate(".deploy-price", (element) => element.scrollIntoView());
    await look("price");
    await ask(aws, { do: "status", status: "CREATE_IN_PROGRESS" });
    await editor.click(button("Make the stack"));
    await editor.waitFor("text=/\\d+ of \\d+ resources done/");
    await look("events");
    await ask(aws, { do: "let-be" });
    assert.equal((await deploying)?.status, "CREATE_COMPLETE");
    await editor.waitFor("text=Bucket of the logs");
    await look("outputs");
  });

  itThere("keeps the tenant's credential, and a first run reports what it read", async (aws) => {
    const { tenantId, clientId, secret } = aws.said;
    await editor.click(button("Next: tenant"));
    await editor.waitFor(button("Keep the credential"));
    await look("no-tenant");
    await fill("Tenant id", tenantId);
    await fill("Application id", clientId);
    await fill("Client secret", secret);
    await fill("Last day of the secret", "2027-05-31");
    await editor.press("Enter");
    await editor.waitFor(`text=The stack collects tenant ${tenantId}`);
    await editor.waitFor(`.deploy-tenants:has-text('${tenantId}')`);
    await look("tenant");
    await ask(aws, { do: "lead-to-simulation", stack: "tenanttrail" });
    await editor.click(button("Run now"));
    await editor.waitFor("text=collecting");
    await look("collecting");
    await waitLong("main.deploy:has-text('Show the report'):not(:has([aria-busy=true]))");
    const bad = await editor.evaluate("main.deploy", (page) => page.querySelectorAll(".deploy-bad").length);
    assert.equal(bad, 0, "no run failed");
    await look("first-run");
    await editor.click("text=Show the report");
    await editor.waitFor(".monaco-editor .view-line:has-text('Sign-ins')");
    await editor.screenshot("deploy-report");
    await commands.executeCommand("workbench.action.closeActiveEditor");
  });

  itThere("shows the days in the tree, and a shipped query runs on Athena", async () => {
    await editor.click(button("Use this lake"));
    await editor.waitFor(".statusbar-item >> text=tenanttrail · us-east-1 · contoso");
    await look("used");
    await commands.executeCommand("tenantTrail.logDays.focus");
    await editor.waitFor("[aria-label^='Sign-ins, ']");
    const { api, path } = await tenantTrail();
    assert.ok((await api.listDays({ table: "signins" })).length > 0);
    const query = join(path, "sql", "reports", "sign-ins-by-country-and-application.sql");
    await window.showTextDocument(Uri.file(query));
    await editor.click(".codelens-decoration a:has-text('Run · Athena (')");
    await editor.waitFor(".quick-input-widget");
    await editor.press("Enter");
    await waitLong("#root [role=grid] [role=gridcell]");
    await editor.waitFor("#root :text('scanned')");
    await editor.screenshot("deploy-athena");
    await commands.executeCommand("workbench.action.closeAllEditors");
  });

  itThere("collects now, by hand", async () => {
    const collecting = commands.executeCommand<{ failure?: string; report?: { state: string } }>(
      "tenantTrail.invokeCollector",
    );
    await editor.waitFor(".quick-input-widget >> text=Risky users");
    await editor.type("Risky users");
    await editor.press("Enter");
    const outcome = await collecting;
    assert.equal(outcome?.failure, undefined);
    assert.equal(outcome?.report?.state, "collected");
    await commands.executeCommand("notifications.clearAll");
  });

  itThere("updates what was changed, and says of the same again that it is up to date", async () => {
    await lookAtAccount();
    await editor.waitFor("vscode-radio:has-text('tenanttrail (')");
    await look("existing");
    await editor.click(button("Next: parameters"));
    await editor.click("summary:has-text('Functions')");
    await fill("Timeout", "120");
    await editor.click(button("Next: review"));
    await editor.waitFor("table:has-text('Timeout')");
    await look("update");
    await editor.click(button("Update the stack"));
    await editor.waitFor("text=Stack tenanttrail is updated.");
    await editor.click("button:has-text('Parameters')");
    await editor.click(button("Next: review"));
    await editor.waitFor("text=Stack tenanttrail is up to date");
    await look("up-to-date");
  });

  itThere("lists the tenants, and removes a credential when the person agrees", async (aws) => {
    await editor.click(button("Next: tenant"));
    await editor.waitFor(`.deploy-tenants:has-text('${aws.said.tenantId}')`);
    await editor.click(button("Replace…"));
    await editor.waitFor(`text=Replace the credential of ${aws.said.tenantId}`);
    await look("replace");
    await editor.click(button("Cancel"));
    dialogs.press = "Remove";
    await editor.click(button("Remove…"));
    await editor.waitUntilGone(".deploy-tenants");
    assert.match(dialogs.asked.at(-1)?.detail ?? "", /What it has collected stays/);
    await editor.waitFor(button("Keep the credential"));
  });

  deployedByCommand(itThere, () => dialogs);

  itThere("tells a name that is taken before anything is uploaded, and leads back to the account", async (aws) => {
    await ask(aws, { do: "stack", name: "theirs", kind: "foreign" });
    await lookAtAccount();
    await editor.click("vscode-radio:has-text('A new stack')");
    await fill("Name", "theirs");
    await editor.click(button("Next: parameters"));
    await editor.click("summary:has-text('Athena')");
    await fill("Database name", "theirs");
    await editor.click(button("Next: review"));
    await waitLong("[role=alert]:has-text('The name theirs is taken by a stack')");
    await look("taken");
    await editor.click(button("Back to the account"));
    await editor.waitFor(button("Next: parameters"));
  });

  itThere("leads out of a stack that was only prepared, and out of one whose making failed", async (aws) => {
    await ask(aws, { do: "stack", name: "prepared", kind: "prepared" });
    await ask(aws, { do: "stack", name: "failed", kind: "failed" });
    await lookAtAccount();
    await editor.click("vscode-radio:has-text('prepared')");
    await editor.waitFor("text=Stack prepared was prepared and never made. Deploy it, or delete it.");
    await editor.waitFor(button("Next: parameters"));
    await look("prepared");
    await editor.click("vscode-radio:has-text('failed')");
    await editor.waitFor("text=Making stack failed failed, and what was made was taken back.");
    await look("failed");
    dialogs.press = "Delete";
    await editor.click(button("Delete stack…"));
    await editor.waitFor("text=Stack failed is deleted. It had collected nothing, and its name is free.");
    await look("failed-deleted");
    await editor.click(button("Deploy it again"));
    await editor.waitFor("text=How often each function collects what is due.");
  });

  itThere("says that somebody else updates the stack, and follows it", async (aws) => {
    await ask(aws, { do: "status", status: "UPDATE_IN_PROGRESS" });
    await lookAtAccount();
    await editor.click("vscode-radio:has-text('tenanttrail')");
    await editor.waitFor("text=Stack tenanttrail is being updated by somebody else.");
    await look("busy");
    await editor.click(button("Follow it"));
    await editor.waitFor("text=Updating stack tenanttrail");
    await ask(aws, { do: "let-be" });
    await editor.waitFor("text=Bucket of the logs");
  });

  itThere(
    "follows on after a sign-in that expired in the middle, and names a permission that is missing",
    async (aws) => {
      await lookAtAccount();
      await editor.click("vscode-radio:has-text('tenanttrail')");
      await editor.click(button("Next: parameters"));
      await editor.click("summary:has-text('Functions')");
      await fill("Timeout", "200");
      await editor.click(button("Next: review"));
      await waitLong(button("Update the stack"));
      await ask(aws, { do: "fault", operation: "ExecuteChangeSet", code: "AccessDenied" });
      await editor.click(button("Update the stack"));
      await waitLong("[role=alert]:has-text('A permission is missing for profile contoso')");
      await look("denied");
      await ask(aws, { do: "fault", operation: "DescribeStackEvents", code: "ExpiredToken" });
      await editor.click(button("Try again"));
      await editor.waitFor("[role=alert]:has-text('CloudFormation goes on with stack tenanttrail all the same')");
      await look("expired");
      await ask(aws, { do: "let-be" });
      await editor.click(button("Follow it again"));
      await editor.waitFor("text=Stack tenanttrail is updated.");
    },
  );

  itThere("deletes the stack when the person agrees, and says that the bucket and its logs stay", async () => {
    await editor.click("button:has-text('Account')");
    dialogs.press = "Delete";
    await editor.click(button("Delete stack…"));
    await waitLong("text=/Stack tenanttrail is deleted\\. Bucket \\S+ and all logs in it stay/");
    assert.match(dialogs.asked.at(-1)?.detail ?? "", /The bucket and all logs in it stay/);
    await look("deleted");
  });
});
