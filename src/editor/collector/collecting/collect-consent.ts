import type { Memento } from "vscode";
import { t } from "../../../base/translated.ts";
import type { TenantSettings } from "../../../protocol/collector.ts";
import { CancelledError } from "../../../protocol/errors.ts";
import { Turns } from "../../../protocol/turns.ts";
import { rememberedTexts } from "../../platform/remembered.ts";
import { askInDialog } from "../../shown/messages.ts";
import { onOneLine } from "../../words/plain-text.ts";

const allowedKey = "collect.allowed";

/**
 * Whether this user lets a lake collect a tenant: asked once for each lake and tenant, and kept on this machine. A
 * lake's files say which tenants it collects, and anybody may have written them; only a person's answer lets a
 * credential be used for them. A lake is known by its place after links are followed.
 */
export class CollectConsent {
  readonly #memory: Memento;
  /** One question at a time, so that nobody is asked twice. */
  readonly #questions = new Turns();

  constructor(memory: Memento) {
    this.#memory = memory;
  }

  isGiven(root: string, tenantId: string): boolean {
    return this.#allowed.includes(keyOf(root, tenantId));
  }

  /** Asks for those tenants that nobody was asked for yet. @throws CancelledError unless a person allows them. */
  async require(root: string, tenants: readonly TenantSettings[]): Promise<void> {
    await this.#questions.take(async () => {
      const unasked = tenants.filter(({ tenantId }) => !this.isGiven(root, tenantId));
      if (unasked.length === 0) return;
      if (!(await isAllowed(root, unasked))) throw new CancelledError();
      const keys = unasked.map(({ tenantId }) => keyOf(root, tenantId));
      await this.#memory.update(allowedKey, [...this.#allowed, ...keys]);
    });
  }

  /** Forgets the answer, so that the person is asked again. */
  async forget(root: string, tenantId: string): Promise<void> {
    const key = keyOf(root, tenantId);
    await this.#memory.update(
      allowedKey,
      this.#allowed.filter((each) => each !== key),
    );
  }

  get #allowed(): readonly string[] {
    return rememberedTexts(this.#memory, allowedKey);
  }
}

async function isAllowed(root: string, tenants: readonly TenantSettings[]): Promise<boolean> {
  const [first, another] = tenants;
  const whose = another === undefined && first !== undefined ? onOneLine(first.name) : t("{0} tenants", tenants.length);
  const allow = t("Collect into this lake");
  const detail = [
    t("Lake: {0}", onOneLine(root)),
    ...tenants.map(({ name, tenantId }) => t("Tenant: {0} ({1})", onOneLine(name), onOneLine(tenantId))),
    "",
    t(
      "You have not collected into this lake before. It is the lake's files that name the tenants. Microsoft is asked with the credential on this computer, and whoever can read the folder can read the logs.",
    ),
  ].join("\n");
  return (await askInDialog("warning", t("Collect the logs of {0} into this lake?", whose), detail, [allow])) === allow;
}

function keyOf(root: string, tenantId: string): string {
  return JSON.stringify([root, tenantId.toLowerCase()]);
}
