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
      label: "Its sessions, with networks and what was done in them",
      path: "hunting/sessions-of-an-account.sql",
      parameter: "account",
    },
    everything("Everything that it did and that was done to it"),
    {
      label: "What it did, and what was done to it by name",
      path: "hunting/timeline-of-an-account.sql",
      parameter: "account",
    },
  ],
  address: [
    {
      label: "Accounts that used it, and which got in",
      path: "hunting/accounts-of-an-address.sql",
      parameter: "address",
    },
    { label: "Everything that was done from it", path: "hunting/timeline-of-an-address.sql", parameter: "address" },
  ],
  application: [
    { label: "Who signs in with it", path: "hunting/accounts-of-an-application.sql", parameter: "application" },
    {
      label: "Who consented to it, and for what",
      path: "hunting/consents-to-an-application.sql",
      parameter: "application",
    },
    everything("Everything that it did and that was done to it"),
  ],
  session: [
    {
      label: "Everything done in it or with its tokens, in the mailbox too",
      path: "hunting/timeline-of-a-session.sql",
      parameter: "session",
    },
  ],
  token: [everything("Everything done with it")],
  device: [everything("Everything done on it")],
  correlation: [everything("Everything of this one action")],
};
