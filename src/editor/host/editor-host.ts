import { env, type SecretStorage, type Uri } from "vscode";
import { t } from "../../base/translated.ts";
import { TenantTrailError } from "../../protocol/errors.ts";
import type { Host } from "../../protocol/service/host.ts";
import type { RequestLine } from "../../protocol/service/request-line.ts";
import { askText } from "../shown/input-box.ts";
import type { Log } from "../shown/log.ts";
import { askInDialog } from "../shown/messages.ts";
import { onOneLine } from "../words/plain-text.ts";
import { opensInBrowser } from "./browser-address.ts";
import { requestWords } from "./request-words.ts";

/** What the lake process may ask of the editor: its store of secrets, the person's browser, and a dialog. */
export class EditorHost implements Host {
  readonly #secrets: SecretStorage;
  readonly #requests: Pick<Log, "info">;

  /** @param requests the log of requests to Microsoft. */
  constructor(secrets: SecretStorage, requests: Pick<Log, "info">) {
    this.#secrets = secrets;
    this.#requests = requests;
  }

  async readSecret(key: string): Promise<string | undefined> {
    return this.#secrets.get(key);
  }

  async writeSecret({ key, value }: { readonly key: string; readonly value: string }): Promise<void> {
    await this.#secrets.store(key, value);
  }

  async deleteSecret(key: string): Promise<void> {
    await this.#secrets.delete(key);
  }

  /** @throws TenantTrailError `bad-argument` for an address that is not a web page's. */
  async openExternal(url: string): Promise<boolean> {
    if (!opensInBrowser(url)) {
      throw new TenantTrailError(
        "bad-argument",
        t("Only a web address can be opened in the browser, not: {0}", onOneLine(url)),
      );
    }
    // Uri.parse would change the escapes of a sign-in address, which its server compares byte by byte.
    return env.openExternal(url as unknown as Uri);
  }

  async askMfaCode({ profile, serial }: Parameters<Host["askMfaCode"]>[0]): Promise<string | undefined> {
    const code = await askText({
      title: t("MFA code for AWS profile {0}", onOneLine(profile)),
      prompt: t("The six digits that {0} shows now", onOneLine(serial)),
      value: "",
      stays: true,
      // STS takes six digits and nothing else (AssumeRole, TokenCode).
      problemOf: (text) => (/^\d{6}$/.test(text.trim()) ? undefined : t("Six digits are needed")),
    });
    return code?.trim();
  }

  async tellRequest(line: RequestLine): Promise<void> {
    this.#requests.info(requestWords(line));
  }

  /** Shows the code until the person closes the dialog. */
  async showDeviceCode({ userCode, url }: { readonly userCode: string; readonly url: string }): Promise<void> {
    const open = t("Copy code and open page");
    const chosen = await askInDialog(
      "information",
      t("Sign in with the code {0}", onOneLine(userCode)),
      t(
        "Enter it at {0}. Only enter a code that you asked for yourself: whoever holds a code that you enter is signed in as you.",
        onOneLine(url),
      ),
      [open],
    );
    if (chosen !== open) return;
    await env.clipboard.writeText(userCode);
    await this.openExternal(url);
  }
}
