import { createHash } from "node:crypto";
import type { Host } from "../../../../src/protocol/service/host.ts";
import { tenantId } from "./accesses.ts";
import type { LoginAnswer, LoginRequest } from "./login-server.ts";

/** An editor with a secret store in memory and a person who does in the browser what they are told. */
export class EditorHost implements Host {
  readonly secrets = new Map<string, string>();
  readonly opened: URL[] = [];
  readonly codes: string[] = [];
  /** What the person does with an opened address; true when the browser could be opened. */
  browse: (url: URL) => Promise<boolean> = postBack({ code: "the code" });

  async readSecret(key: string): Promise<string | undefined> {
    return this.secrets.get(key);
  }

  async writeSecret({ key, value }: { readonly key: string; readonly value: string }): Promise<void> {
    this.secrets.set(key, value);
  }

  async deleteSecret(key: string): Promise<void> {
    this.secrets.delete(key);
  }

  async tellRequest(): Promise<void> {}

  async openExternal(url: string): Promise<boolean> {
    this.opened.push(new URL(url));
    return this.browse(new URL(url));
  }

  async askMfaCode(): Promise<undefined> {}

  async showDeviceCode({ userCode }: { readonly userCode: string; readonly url: string }): Promise<void> {
    this.codes.push(userCode);
  }
}

/** Signing in (or declining) at Microsoft ends with a form that the browser posts to the loopback address. */
export function postBack(answer: Record<string, string>): (url: URL) => Promise<boolean> {
  return async (url) => {
    const redirect = url.searchParams.get("redirect_uri") ?? "";
    const body = new URLSearchParams({ ...answer, state: url.searchParams.get("state") ?? "" });
    await (await fetch(redirect, { method: "POST", body })).text();
    return true;
  };
}

const person = { oid: "99999999-0000-4000-8000-000000000001", upn: "ada@contoso.com" };

/** A token endpoint for people: codes are good once PKCE holds, refresh tokens are replaced. */
export class PersonTokens {
  issued = 0;
  readonly grants: string[] = [];
  challenge = "";

  answer(request: LoginRequest): LoginAnswer {
    const { form } = request;
    this.grants.push(form.get("grant_type") ?? "");
    const verifier = form.get("code_verifier");
    const proven = createHash("sha256")
      .update(verifier ?? "")
      .digest("base64url");
    if (verifier !== null && proven !== this.challenge) return { status: 400, body: { error: "invalid_grant" } };
    this.issued++;
    return { body: { ...this.#tokens(), scope: form.get("scope") ?? "" } };
  }

  #tokens() {
    const claims = { tid: tenantId, oid: person.oid, sub: "subject", preferred_username: person.upn, ver: "2.0" };
    return {
      token_type: "Bearer",
      expires_in: 3599,
      access_token: `person token ${this.issued}`,
      refresh_token: `refresh token ${this.issued}`,
      id_token: [{ alg: "none" }, claims, ""].map((part) => base64url(part)).join("."),
      client_info: base64url({ uid: person.oid, utid: tenantId }),
    };
  }
}

function base64url(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
