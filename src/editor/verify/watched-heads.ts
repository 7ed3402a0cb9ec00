import { Uri, workspace } from "vscode";
import { t } from "../../base/translated.ts";
import { TenantTrailError } from "../../protocol/errors.ts";
import type { ConnectionInfo } from "../../protocol/lake.ts";
import type { BrokenHead, LakeHeads } from "../../protocol/ledger-heads.ts";
import type { LakeService } from "../../protocol/service/lake-service.ts";
import { tableTitles } from "../../protocol/words/table-titles.ts";
import type { Connections } from "../connections/connections.ts";
import { chooseFiles, chooseTarget } from "../shown/dialogs.ts";
import { tell } from "../shown/messages.ts";
import type { HeadMemory } from "./head-memory.ts";
import { hasHeads, readHeads } from "./read-heads.ts";

const accept = t("It is right as it is");
const verify = t("Verify the lake");
const jsonFiles = { JSON: ["json"] };

/**
 * Compares the open lake's ledger with what this editor saw of it before. A lake that was put back to an older state,
 * or whose last entries were deleted, is consistent by itself; only a head that was kept elsewhere shows the
 * difference.
 */
export class LedgerHeads {
  readonly #lake: LakeService;
  readonly #connections: Connections;
  readonly #memory: HeadMemory;
  readonly #verify: () => void;
  /** What this window has told already, so that it is told only once. */
  readonly #told = new Set<string>();

  /** @param verify runs the verification, for the button of the warning. */
  constructor(lake: LakeService, connections: Connections, memory: HeadMemory, verify: () => void) {
    this.#lake = lake;
    this.#connections = connections;
    this.#memory = memory;
    this.#verify = verify;
  }

  /** Remembers the heads of the open lake when they go on from those that were seen; says so when they do not. */
  async look(): Promise<void> {
    const { current } = this.#connections;
    if (current === undefined) return;
    const known = this.#memory.of(current.root);
    const { heads, broken } = await this.#lake.ledgerHeads({ known });
    if (broken.length === 0) await this.#memory.remember(current.root, { ...known, ...heads });
    else await this.#warn(current, broken);
  }

  /** Lets a person keep the heads in a file outside the lake. @throws TenantTrailError when the lake holds nothing. */
  async export(): Promise<Uri | undefined> {
    const { root } = await this.#connections.require();
    const { heads } = await this.#lake.ledgerHeads({ known: {} });
    if (!hasHeads(heads))
      throw new TenantTrailError("bad-argument", t("The lake holds nothing yet, so its ledger has no head."));
    const at = new Date().toISOString();
    const target = await chooseTarget({
      title: t("Export the ledger's heads"),
      saveLabel: t("Export"),
      filters: jsonFiles,
      defaultUri: Uri.joinPath(
        workspace.workspaceFolders?.[0]?.uri ?? Uri.file(root),
        `ledger-heads-${at.slice(0, 10)}.json`,
      ),
    });
    if (target === undefined) return undefined;
    const text = `${JSON.stringify({ lake: root, at, heads }, undefined, 2)}\n`;
    await workspace.fs.writeFile(target, new TextEncoder().encode(text));
    return target;
  }

  /** Lets a person choose a file of exported heads. */
  async choose(): Promise<Uri | undefined> {
    const title = t("Verify the lake against exported heads");
    const [file] = await chooseFiles({ title, openLabel: t("Verify"), canSelectMany: false, filters: jsonFiles });
    return file;
  }

  async #warn({ root }: ConnectionInfo, broken: readonly BrokenHead[]): Promise<void> {
    const words = broken.map(({ table, reason }) => `${tableTitles[table]}: ${reason}`).join(" ");
    if (this.#told.has(`${root} ${words}`)) return;
    this.#told.add(`${root} ${words}`);
    const pressed = await tell(
      "warning",
      t("This lake is not what this editor saw before. {0} Copy it before anything is written into it.", words),
      [verify, accept],
    );
    if (pressed === verify) this.#verify();
    if (pressed === accept) await this.#memory.remember(root, (await this.#lake.ledgerHeads({ known: {} })).heads);
  }
}

/** The heads in an exported file. @throws TenantTrailError `bad-argument` when it holds none. */
export async function exportedHeads(file: Uri): Promise<LakeHeads> {
  const bytes = await workspace.fs.readFile(file);
  const heads = readHeads(headsOf(new TextDecoder().decode(bytes)));
  if (hasHeads(heads)) return heads;
  throw new TenantTrailError(
    "bad-argument",
    t('{0} holds no heads of a ledger. Choose a file that "Export the ledger\'s heads" has written.', file.fsPath),
  );
}

function headsOf(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && "heads" in value ? value.heads : undefined;
  } catch {
    return undefined;
  }
}
