import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { EvidenceOutcome, EvidenceRequest } from "../../../src/protocol/evidence/evidence-types.ts";
import type { EvidenceFacts } from "../../../src/query/evidence/facts/evidence-facts.ts";
import { signIn } from "../../unit/import/reading.ts";
import type { OpenLake } from "../service/open-lake.ts";

/** Log text that would be markup, script, a formula, or another order of letters. */
export const hostile = [
  "<script>document.title = 'ran'</script>",
  '"><img src=x onerror="document.title=1">',
  "</td></table></body></html>",
  "=HYPERLINK(1)",
  "user\u202Egnp.exe",
  "zero\u200Dwidth\u200B",
  "\u0000\u001B[31m&amp;",
  "عربي",
] as const;

/** A lake of three days, whose sign-ins have hostile names, and the digest of the file that they came from. */
export async function importHostile({ service, file }: OpenLake): Promise<string> {
  const records = hostile.map((text, index) =>
    JSON.stringify(
      signIn(`s-${index}`, {
        createdDateTime: `2026-03-0${1 + (index % 3)}T05:00:00Z`,
        userDisplayName: text,
        userPrincipalName: `u${index}@contoso.com`,
      }),
    ),
  );
  const content = records.join("\n");
  await service.importLogs({ paths: [file("sign-ins.ndjson", content)], tenantId: "t1" });
  return createHash("sha256").update(content).digest("hex");
}

export const statement = "SELECT id, userDisplayName, createdDateTime FROM signins WHERE dt <= :to ORDER BY id";

/** Runs the statement and exports it with a note and a statement that was left out. */
export async function exported(lake: OpenLake, more: Partial<EvidenceRequest> = {}): Promise<EvidenceOutcome> {
  const { resultId } = await lake.service.runQuery({ sql: statement, params: { to: "2026-03-31" }, title: "Who" });
  return lake.service.exportEvidence({
    path: join(dirname(lake.root), "evidence"),
    form: "folder",
    title: "Case <b>7</b>",
    file: { name: "case 7.sql", base64: Buffer.from("\uFEFFSELECT 1\r\n").toString("base64") },
    parts: [
      { kind: "note", text: "# Why\n\n- **bold** <i>no</i>\n\n```\n<code>\n```" },
      { kind: "statement", title: "Who", sql: statement, resultId },
      { kind: "statement", title: "Never", sql: "SELECT 2", leftOut: { reason: "notRun" } },
    ],
    madeBy: { version: "1.2.3", editor: "Visual Studio Code 1.139.0" },
    ...more,
  });
}

/** Every file of a folder, with `/` in its path. */
export function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll("\\", "/"),
    )
    .sort();
}

export function digestOf(file: string): string {
  return createHash("sha256").update(readFileSync(file)).digest("hex");
}

export function factsOf(folder: string): EvidenceFacts {
  return JSON.parse(readFileSync(join(folder, "investigation.json"), "utf8")) as EvidenceFacts;
}
