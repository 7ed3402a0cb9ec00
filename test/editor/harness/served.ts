import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { actAsCommand } from "../../../scripts/lib/processes.mjs";
import { runInEditor } from "./editor-run.ts";
import { openServedEditor } from "./served-editor.ts";

const { values } = parseArgs({
  options: { grep: { type: "string" }, totals: { type: "string" }, timeout: { type: "string", default: "1800" } },
});
actAsCommand();
const totals = await runInEditor((place) => openServedEditor(place), {
  grep: values.grep,
  timeoutMs: Number(values.timeout) * 1000,
});
if (values.totals !== undefined) await writeFile(values.totals, JSON.stringify(totals));
process.exitCode = totals.failed > 0 ? 1 : 0;
