import { t } from "../../src/base/translated.ts";
import type { EntityKind } from "../../src/protocol/entity/entity.ts";
import type { TableName } from "../../src/protocol/tables.ts";

/** The codicon of each kind of thing. */
export const entityIcons: Readonly<Record<EntityKind, string>> = {
  account: "account",
  address: "globe",
  application: "extensions",
  session: "window",
  token: "key",
  device: "device-desktop",
  correlation: "references",
};

/** The codicon and the words of each kind of event. */
export const eventKinds: Readonly<Record<TableName, { readonly icon: string; readonly words: string }>> = {
  signins: { icon: "sign-in", words: t("Sign-in") },
  audits: { icon: "checklist", words: t("Audit") },
  activity: { icon: "mail", words: t("Office 365 activity") },
  provisioning: { icon: "sync", words: t("Provisioning") },
  riskdetections: { icon: "warning", words: t("Risk detection") },
  riskyusers: { icon: "shield", words: t("Risky user") },
};
