// Fetches what the stand-in is made of, once, before tests that run at the same time would each do it.
import { actAsCommand } from "../../../../scripts/lib/processes.mjs";
import { installPython } from "./python.ts";
import { installTrino } from "./trino.ts";
import { Unavailable } from "./unavailable.ts";

/** What this ends with when the machine lacks something. */
const lacking = 3;

actAsCommand();
try {
  await installTrino(await installPython());
} catch (error) {
  if (!(error instanceof Unavailable)) throw error;
  console.error(error.message);
  process.exitCode = lacking;
}
