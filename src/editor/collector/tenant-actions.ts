import { type Disposable, EventEmitter } from "vscode";
import { t } from "../../base/translated.ts";
import type { TenantSettings } from "../../protocol/collector.ts";
import type { TenantDraft } from "../../protocol/collector-page.ts";
import { TenantTrailError } from "../../protocol/errors.ts";
import type { LakeService } from "../../protocol/service/lake-service.ts";
import type { Connections } from "../connections/connections.ts";
import { requireTrust } from "../platform/trust.ts";
import { askInDialog } from "../shown/messages.ts";
import { onOneLine } from "../words/plain-text.ts";
import type { CollectConsent } from "./collecting/collect-consent.ts";
import type { HeldCredentials } from "./held-credentials.ts";

/** Adding and removing the tenants that the open lake collects. */
export class TenantActions implements Disposable {
  readonly #lake: LakeService;
  readonly #connections: Connections;
  readonly #changed = new EventEmitter<void>();
  readonly onDidChange = this.#changed.event;

  readonly #consent: CollectConsent;

  constructor(lake: LakeService, connections: Connections, consent: CollectConsent) {
    this.#lake = lake;
    this.#connections = connections;
    this.#consent = consent;
  }

  /** The tenants of the open lake; none when no lake is open. */
  async list(): Promise<readonly TenantSettings[]> {
    return (await this.#connections.open()) ? this.#lake.listTenants({}) : [];
  }

  /** The tenant of an id, as a list: none when the lake does not collect it. */
  async named(tenantId: string): Promise<readonly TenantSettings[]> {
    return (await this.list()).filter((tenant) => tenant.tenantId === tenantId.toLowerCase());
  }

  /**
   * Adds a tenant, or replaces the settings and credential of the same one.
   * @param lakeRoot the place of the lake that it was begun for.
   * @throws TenantTrailError `no-connection` when another lake is open by now, whose owner may be somebody else.
   */
  async add(draft: TenantDraft, lakeRoot: string, held: HeldCredentials): Promise<TenantSettings> {
    requireTrust(t("Adding a tenant"));
    const open = await this.#connections.require();
    if (open.root !== lakeRoot)
      throw new TenantTrailError(
        "no-connection",
        t(
          "{0} was opened after this tenant was begun for another lake. Nothing was saved. Open that lake again, or choose on this page to save it in {0}.",
          open.label,
        ),
      );
    const access = await held.accessOf(draft);
    const added = await this.#lake.addTenant({ name: draft.name.trim(), sources: draft.sources, access });
    if (draft.credential.kind === "held") held.forget(draft.credential.id);
    this.#changed.fire();
    return added;
  }

  /** Asks the person, then stops collecting a tenant and forgets its credential. */
  async remove(tenantId: string): Promise<boolean> {
    const { root } = await this.#connections.require();
    const [tenant] = await this.named(tenantId);
    const remove = t("Remove");
    const chosen = await askInDialog(
      "warning",
      t("Remove {0}?", onOneLine(tenant?.name ?? tenantId)),
      t("Its logs are no longer collected and its credential is deleted from this machine. The rows stay in the lake."),
      [remove],
    );
    if (chosen !== remove) return false;
    await this.#lake.removeTenant({ tenantId });
    await this.#consent.forget(root, tenantId);
    this.#changed.fire();
    return true;
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
