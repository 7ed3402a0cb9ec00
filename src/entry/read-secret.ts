import { createReadStream } from "node:fs";
import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { text } from "node:stream/consumers";
import { TenantTrailError } from "../protocol/errors.ts";

/**
 * A secret that no process list, history or environment shows: from an open file descriptor, or typed without an echo.
 *
 * @param descriptor its number, as the shell opened it (`3< file`); 0 is the standard input.
 * @throws TenantTrailError `bad-argument` when it is no descriptor, or holds nothing, or nobody can be asked.
 */
export async function readSecret(question: string, descriptor?: string): Promise<string> {
  const secret = (descriptor === undefined ? await typed(question) : await held(descriptor)).trim();
  if (secret === "") throw new TenantTrailError("bad-argument", "The client secret is empty.");
  return secret;
}

async function held(descriptor: string): Promise<string> {
  const fd = Number(descriptor);
  if (!/^\d+$/.test(descriptor) || fd === 1 || fd === 2)
    throw new TenantTrailError("bad-argument", "--secret-fd takes the number of an open file descriptor, such as 3.");
  try {
    return await text(createReadStream("", { fd, autoClose: false }));
  } catch (error) {
    throw new TenantTrailError("bad-argument", `File descriptor ${fd} cannot be read.`, { cause: error });
  }
}

async function typed(question: string): Promise<string> {
  if (!process.stdin.isTTY)
    throw new TenantTrailError(
      "bad-argument",
      "Nobody can be asked for the client secret here. Give it by --secret-fd.",
    );
  const nothing = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: nothing, terminal: true });
  process.stdout.write(question);
  try {
    return await terminal.question("");
  } finally {
    terminal.close();
    process.stdout.write("\n");
  }
}
