import { workspace } from "vscode";
import { t } from "../../base/translated.ts";
import type { HeldCertificate } from "../../protocol/collector-page.ts";
import { chooseFiles } from "../shown/dialogs.ts";
import type { HeldCredentials } from "./held-credentials.ts";

/** Asks for a certificate's file and holds it; null when the person chose none. @throws as `holdCertificate`. */
export async function pickCertificate(held: HeldCredentials): Promise<HeldCertificate | null> {
  const [file] = await chooseFiles({
    openLabel: t("Use certificate"),
    title: t("Certificate with its private key: PEM or PFX"),
    filters: { [t("Certificates")]: ["pem", "pfx", "p12", "crt", "cer", "key"], [t("All files")]: ["*"] },
  });
  if (!file) return null;
  const name = file.path.split("/").at(-1) ?? file.path;
  return held.holdCertificate(name, await workspace.fs.readFile(file));
}
