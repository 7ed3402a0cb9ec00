import { randomUUID } from "node:crypto";
import { t } from "../../base/translated.ts";
import type { Credential, Endpoints, TenantAccess } from "../../protocol/collector.ts";
import type { DraftCredential, HeldCertificate, TenantDraft } from "../../protocol/collector-page.ts";
import { TenantTrailError } from "../../protocol/errors.ts";
import type { Host } from "../../protocol/service/host.ts";
import { accessKey } from "../../protocol/service/host.ts";

/** No certificate is larger than this, in bytes. */
const mostBytes = 1_000_000;

/** Credentials between being typed on the collector page and being added; in memory only. */
export class HeldCredentials {
  readonly #held = new Map<string, Credential>();
  readonly #secrets: Pick<Host, "readSecret">;

  constructor(secrets: Pick<Host, "readSecret">) {
    this.#secrets = secrets;
  }

  holdSecret(secret: string): { readonly id: string } {
    return { id: this.#hold({ kind: "secret", secret }) };
  }

  /**
   * Holds a certificate with its private key.
   *
   * @throws TenantTrailError `bad-argument` for a file that is neither PEM with a key nor PFX.
   */
  holdCertificate(fileName: string, content: Uint8Array): HeldCertificate {
    const format = formatOf(content);
    if (format === undefined) {
      throw new TenantTrailError(
        "bad-argument",
        t("{0} holds no certificate with its private key. Choose a PEM file with both, or a PFX file.", fileName),
      );
    }
    const bytes = Buffer.from(content);
    const text = format === "pem" ? bytes.toString("utf8") : bytes.toString("base64");
    return { id: this.#hold({ kind: "certificate", format, content: text }), fileName, format };
  }

  /** An empty password means that the file has no password. */
  holdPassword(id: string, password: string): void {
    const held = this.#require(id);
    if (held.kind !== "certificate") throw forgotten();
    const { kind, format, content } = held;
    this.#held.set(id, { kind, format, content, ...(password !== "" && { password }) });
  }

  /**
   * The credential that a draft signs in with.
   *
   * @throws TenantTrailError `no-credential` when the stored credential is asked for and there is none.
   */
  async accessOf(draft: TenantDraft): Promise<TenantAccess> {
    const { clientId, cloud, endpoints } = draft;
    const tenantId = draft.tenantId.toLowerCase();
    return {
      tenantId,
      clientId: clientId.toLowerCase(),
      cloud,
      ...(endpoints && { endpoints }),
      credential: await this.#credential(tenantId, draft.credential),
    };
  }

  /** Those of some tenants whose credential is not on this computer. */
  async missing(tenantIds: readonly string[]): Promise<readonly string[]> {
    const stored = await Promise.all(tenantIds.map((tenantId) => this.#secrets.readSecret(accessKey(tenantId))));
    return tenantIds.filter((_, index) => stored[index] === undefined);
  }

  /** The other servers that a tenant was added with. */
  async storedEndpoints(tenantId: string): Promise<Endpoints | undefined> {
    return (await this.#stored(tenantId))?.endpoints;
  }

  /** A credential that is held. @throws TenantTrailError `bad-argument` when it is not any more. */
  heldCredential(id: string): Credential {
    return this.#require(id);
  }

  /** Forgets one credential, or all. */
  forget(id?: string): void {
    if (id === undefined) this.#held.clear();
    else this.#held.delete(id);
  }

  #hold(credential: Credential): string {
    const id = randomUUID();
    this.#held.set(id, credential);
    return id;
  }

  async #credential(tenantId: string, draft: DraftCredential): Promise<Credential> {
    if (draft.kind === "person") return { kind: "person", flow: draft.flow };
    if (draft.kind === "held") return this.#require(draft.id);
    const stored = await this.#stored(tenantId);
    if (stored) return stored.credential;
    throw new TenantTrailError(
      "no-credential",
      t("This machine holds no credential of the tenant. Enter its client secret or certificate, or sign in."),
    );
  }

  async #stored(tenantId: string): Promise<TenantAccess | undefined> {
    const text = await this.#secrets.readSecret(accessKey(tenantId));
    return text === undefined ? undefined : (JSON.parse(text) as TenantAccess);
  }

  #require(id: string): Credential {
    const held = this.#held.get(id);
    if (held) return held;
    throw forgotten();
  }
}

function forgotten(): TenantTrailError {
  return new TenantTrailError("bad-argument", t("The credential is no longer held. Enter it again."));
}

function formatOf(content: Uint8Array): "pem" | "pfx" | undefined {
  if (content.byteLength === 0 || content.byteLength > mostBytes) return undefined;
  const text = new TextDecoder("latin1").decode(content);
  if (text.includes("-----BEGIN"))
    return text.includes("PRIVATE KEY-----") && text.includes("-----BEGIN CERTIFICATE-----") ? "pem" : undefined;
  // A PFX file is a DER sequence (RFC 7292): its first byte says so.
  return content[0] === 0x30 ? "pfx" : undefined;
}
