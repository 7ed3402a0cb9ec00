import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { buildEditorBench } from "../../../scripts/build.mjs";
import { sampleTenantId } from "../../../src/sample-tenant/tenant.ts";
import { localLakeService } from "../../../src/service/local-lake-service.ts";
import { type EditorUnderTest, type RunPlace, runInEditor } from "../../editor/harness/editor-run.ts";
import { openServedEditor } from "../../editor/harness/served-editor.ts";
import { writeSignIns } from "../sign-ins-file.ts";
import { filesOfBench, lakeVariable, startVariable, typedStatement } from "./bench-place.ts";
import { longFile } from "./long-file.ts";

const { values: options } = parseArgs({ options: { rows: { type: "string", default: "100000" } } });

/** A lake of sign-ins in a folder. */
async function makeLake(folder: string): Promise<string> {
  const [input, path] = [join(folder, "signins.ndjson"), join(folder, "lake")];
  await writeSignIns(input, Number(options.rows));
  const service = localLakeService({}, new URL("../../../src/entry/import-reader.ts", import.meta.url));
  try {
    await service.useConnection({ kind: "folder", path });
    await service.importLogs({ paths: [input], tenantId: sampleTenantId });
  } finally {
    await service.dispose();
  }
  return path;
}

/** A file that opens as so many cells of queries. */
function notebookOf(cells: number): string {
  const statement = (n: number): string =>
    `-- %% Day ${n}\nSELECT outcome, count(*) AS n\nFROM signins\nWHERE dt >= '2026-01-01' AND status.errorCode <> ${n}\nGROUP BY 1;\n`;
  return Array.from({ length: cells }, (_, n) => statement(n)).join("\n");
}

/** A file of 2,000 lines, with a plain statement in its middle. */
function typedFile(): string {
  const text = longFile(1996);
  const middle = text.indexOf(";\n", text.length / 2) + 2;
  return `${text.slice(0, middle)}\n${typedStatement};\n${text.slice(middle)}`;
}

async function writeFiles(workspace: string): Promise<void> {
  await mkdir(join(workspace, "sql"), { recursive: true });
  await writeFile(join(workspace, filesOfBench.oneCell), notebookOf(1));
  await writeFile(join(workspace, filesOfBench.manyCells), notebookOf(500));
  await writeFile(join(workspace, filesOfBench.longFile), typedFile());
}

/** Opens an editor on the files of the bench and a lake; what is told is counted from here. */
async function open(place: RunPlace, lake: string): Promise<EditorUnderTest> {
  await writeFiles(place.workspace);
  const env = { ...place.env, [lakeVariable]: lake, [startVariable]: String(Date.now()) };
  return openServedEditor({ ...place, env }, { module: "editor-bench.cjs", isTrusted: true });
}

await buildEditorBench();
const folder = await mkdtemp(join(tmpdir(), "tenanttrail-bench-"));
try {
  const lake = await makeLake(folder);
  process.stdout.write(`${options.rows} sign-ins, VS Code in a browser; each figure begins where its words say\n`);
  const { failed } = await runInEditor((place) => open(place, lake), { timeoutMs: 600_000 });
  process.exitCode = failed > 0 ? 1 : 0;
} finally {
  await rm(folder, { recursive: true, force: true });
}
