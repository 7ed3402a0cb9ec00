import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { tenantTrail } from "../lake-under-test.ts";

/** What a script that serves an AWS ends with when the machine lacks what it is made of. */
const lacking = 3;

/** A profile that reaches a served AWS, as the files of AWS's own tools. */
interface ServedProfile {
  readonly config: string;
  readonly keys: string;
}

/** An AWS of its own for tests in the editor, in a process that ends with this one. */
export class AwsServer<Said extends ServedProfile> {
  readonly said: Said;
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;

  private constructor(child: ChildProcess, lines: AsyncIterator<string>, said: Said) {
    this.#child = child;
    this.#lines = lines;
    this.said = said;
    process.env["AWS_CONFIG_FILE"] = said.config;
    process.env["AWS_SHARED_CREDENTIALS_FILE"] = said.keys;
  }

  /**
   * Starts a script of the tests that says in its first line of JSON where it serves.
   *
   * @returns undefined when this machine lacks what an AWS is made of, which is said.
   * @throws Error when it ends otherwise, and for what is lacking when `CI` is set.
   */
  static async start<Said extends ServedProfile>(...script: readonly string[]): Promise<AwsServer<Said> | undefined> {
    const { path } = await tenantTrail();
    const child = spawn(process.execPath, [join(path, "test", "aws", ...script)], {
      stdio: ["pipe", "pipe", "inherit"],
      env: { ...process.env, ELECTRON_RUN_AS_NODE: "1" },
    });
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
    for (let line = await lines.next(); !line.done; line = await lines.next()) {
      if (line.value.startsWith("{")) return new AwsServer(child, lines, JSON.parse(line.value) as Said);
      // What is installed for the first time, or waited for.
      console.log(`  ${line.value}`);
    }
    const code = child.exitCode ?? (await new Promise((resolve) => child.once("exit", resolve)));
    if (code !== lacking) throw new Error(`${script.join("/")} ended with ${code}`);
    console.log("  No AWS to test against on this machine: it was not looked at in the editor");
    if (process.env["CI"] !== undefined) throw new Error("CI needs the AWS to test against");
    return undefined;
  }

  /** Lets the script do something, in one line of JSON. @throws Error with what it says. */
  async do(request: object): Promise<void> {
    await this.ask(request);
  }

  /** Asks the script something, in one line of JSON. @throws Error with what it says. */
  async ask<Answer extends object>(request: object): Promise<Answer> {
    this.#child.stdin?.write(`${JSON.stringify(request)}\n`);
    const { value } = await this.#lines.next();
    const { failure, ...answer } = JSON.parse(String(value)) as { readonly failure: string | null } & Answer;
    if (failure !== null) throw new Error(failure);
    return answer as unknown as Answer;
  }

  stop(): void {
    this.#child.stdin?.end();
    delete process.env["AWS_CONFIG_FILE"];
    delete process.env["AWS_SHARED_CREDENTIALS_FILE"];
  }
}
