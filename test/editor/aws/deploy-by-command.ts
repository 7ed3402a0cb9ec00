import assert from "node:assert/strict";
import { commands, window } from "vscode";
import type { DialogAnswers } from "../harness/answer-dialogs.ts";

/** Deploying without the page, as programs do, where stack `tenanttrail` is deployed already. */
export function deployedByCommand(
  itThere: (title: string, work: () => Promise<void>) => void,
  dialogs: () => DialogAnswers,
): void {
  itThere("is a command for programs that makes a new stack, too, and nothing is clicked for it", async () => {
    await commands.executeCommand("workbench.action.closeAllEditors");
    const asked = dialogs().asked.length;
    const outcome = await commands.executeCommand<{ stackId: string; status: string; outputs: object }>(
      "tenantTrail.deployStack",
      {
        stack: "by-command",
        region: "us-east-1",
        profile: "contoso",
        confirm: true,
        parameters: { DatabaseName: "by_command", Schedule: "1 day" },
      },
    );
    assert.match(outcome?.stackId ?? "", /:stack\/by-command\//);
    assert.equal(outcome?.status, "CREATE_COMPLETE");
    assert.equal(Reflect.get(outcome?.outputs ?? {}, "DatabaseName"), "by_command");
    assert.ok(Reflect.get(outcome?.outputs ?? {}, "BucketName"));
    assert.equal(dialogs().asked.length, asked, "it was confirmed already");
    assert.deepEqual(
      window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label)),
      [],
      "no page was opened",
    );
  });

  itThere("is a command for programs: it asks unless it is told not to, and knows what is up to date", async () => {
    const given = { stack: "tenanttrail", region: "us-east-1", profile: "contoso" };
    const deploy = (more: object) =>
      commands.executeCommand<{ status: string; outputs: object }>("tenantTrail.deployStack", { ...given, ...more });
    const asked = dialogs().asked.length;
    const same = await deploy({});
    assert.ok(same?.outputs && "BucketName" in same.outputs);
    assert.equal(dialogs().asked.length, asked, "nothing changes, nothing is asked");
    const parameters = { Timeout: "90" };
    dialogs().press = undefined;
    await assert.rejects(async () => deploy({ parameters }), /Cancel/);
    assert.match(dialogs().asked.at(-1)?.detail ?? "", /Update stack tenanttrail: .*about \$\d+\.\d\d a month/);
    dialogs().press = "Deploy";
    assert.equal((await deploy({ parameters }))?.status, "UPDATE_COMPLETE");
    assert.equal(dialogs().asked.length, asked + 2);
    const confirmed = { parameters: { Timeout: "100" }, confirm: true };
    assert.equal((await deploy(confirmed))?.status, "UPDATE_COMPLETE");
    assert.equal(dialogs().asked.length, asked + 2);
    await assert.rejects(async () => deploy({ stack: "no such name" }), /letters, digits and hyphens/);
  });
}
