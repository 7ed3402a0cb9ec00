import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { TenantTrailError, type TerminalCommand } from "../../../../src/protocol/errors.ts";
import { useFakeEditor } from "../fakes/fake-vscode.ts";

const editor = useFakeEditor();
const { ErrorPresenter } = await import("../../../../src/editor/errors/present-error.ts");
const { openLog } = await import("../../../../src/editor/shown/log.ts");

beforeEach(() => {
  editor.shown.splice(0);
  editor.press = "Sign in";
});

/** Shows a failed sign-in; answers how often the failed work was done again. */
async function shows(command: TerminalCommand): Promise<number> {
  let again = 0;
  await new ErrorPresenter(openLog("TenantTrail")).show(
    new TenantTrailError("aws-sign-in", "Sign in", { command }),
    () => {
      again += 1;
    },
  );
  return again;
}

test("an expired sign-in is renewed in a terminal, and then the same thing is tried again", async () => {
  assert.equal(await shows(["aws", "sso", "login", "--profile", "work"]), 1);
  const execution = editor.shown.find(({ by }) => by === "ShellExecution");
  assert.match(JSON.stringify(execution?.what), /"aws",\[.*"sso".*"login".*"--profile".*"work"/);
});

test("what a shell could take for more than a text is not run, nor is another program", async () => {
  for (const command of [
    ["aws", "sso", "login", "--profile", "a;rm -rf ~"],
    ["aws", "login", "--profile", "$(x)"],
    ["aws", "login", "--profile", "%PATH%"],
    ["rm", "-rf"],
  ] as const) {
    assert.equal(await shows(command), 0);
    assert.ok(editor.shown.every(({ by }) => by !== "Task"));
  }
});
