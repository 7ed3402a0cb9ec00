import { commands, Disposable } from "vscode";
import { commandIds } from "../registry/command-ids.ts";
import type { Verification } from "./verify-integrity.ts";
import type { LedgerHeads } from "./watched-heads.ts";

interface HeadsParts {
  readonly heads: LedgerHeads;
  readonly verification: Verification;
  readonly recover: () => unknown;
  /** Runs a command and shows its failure. */
  readonly guard: (work: () => Promise<unknown>) => unknown;
}

/** What is done with the ledger's heads and with rows that it does not name, by hand. */
export function registerHeads({ heads, verification, recover, guard }: HeadsParts): Disposable {
  return Disposable.from(
    commands.registerCommand(commandIds.recoverRows, recover),
    commands.registerCommand(commandIds.exportLedgerHeads, () => guard(() => heads.export())),
    commands.registerCommand(commandIds.verifyAgainstHeads, () =>
      guard(async () => {
        const file = await heads.choose();
        return file && verification.run({ heads: file });
      }),
    ),
  );
}
