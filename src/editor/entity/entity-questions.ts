import { t } from "../../base/translated.ts";
import type { EntityKind } from "../../protocol/entity/entity.ts";

/** A question about an entity: a shipped query, and which of its parameters the entity is. */
export interface EntityQuestion {
  readonly label: string;
  /** Path of the query under `sql/`. */
  readonly path: string;
  /** The parameter that takes the value. The queries under `sql/entity/` take the kind too. */
  readonly parameter: string;
}

const everything = (label: string): EntityQuestion => ({
  label,
  path: "entity/timeline-of-an-entity.sql",
  parameter: "value",
});

/** What can be asked about each kind, the most useful first. */
export const entityQuestions: Readonly<Record<EntityKind, readonly EntityQuestion[]>> = {
  account: [
    {
      label: t("Its sessions, with networks and what was done in them"),
      path: "hunting/sessions-of-an-account.sql",
      parameter: "account",
    },
    everything(t("Everything that it did and that was done to it")),
    {
      label: t("What it did, and what was done to it by name"),
      path: "hunting/timeline-of-an-account.sql",
      parameter: "account",
    },
  ],
  address: [
    {
      label: t("Accounts that used it, and which got in"),
      path: "hunting/accounts-of-an-address.sql",
      parameter: "address",
    },
    { label: t("Everything that was done from it"), path: "hunting/timeline-of-an-address.sql", parameter: "address" },
  ],
  application: [
    { label: t("Who signs in with it"), path: "hunting/accounts-of-an-application.sql", parameter: "application" },
    {
      label: t("Who consented to it, and for what"),
      path: "hunting/consents-to-an-application.sql",
      parameter: "application",
    },
    everything(t("Everything that it did and that was done to it")),
  ],
  session: [
    {
      label: t("Everything done in it or with its tokens, in the mailbox too"),
      path: "hunting/timeline-of-a-session.sql",
      parameter: "session",
    },
  ],
  token: [everything(t("Everything done with it"))],
  device: [everything(t("Everything done on it"))],
  correlation: [everything(t("Everything of this one action"))],
};
