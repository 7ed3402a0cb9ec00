import { t } from "../../base/translated.ts";
import { type Entity, type EntityKind, entityKinds, entityTitles, entityValue } from "../../protocol/entity/entity.ts";
import { kindsOfText } from "../../protocol/entity/entity-of-value.ts";
import { CancelledError, TenantTrailError } from "../../protocol/errors.ts";
import type { LakeService } from "../../protocol/service/lake-service.ts";
import { askText } from "../shown/input-box.ts";
import { pickOne } from "../shown/quick-pick.ts";

/** What a command is given of an entity; what is missing is asked for. */
export interface GivenEntity {
  readonly kind?: EntityKind;
  readonly value?: string;
  readonly tenantId?: string;
}

/** The tenants whose logs the open lake holds, by name. */
export async function lakeTenants(
  lake: Pick<LakeService, "listDays">,
): Promise<readonly { readonly tenantId: string; readonly name: string }[]> {
  const days = await lake.listDays({});
  const names = new Map(days.map(({ tenantId, tenantName }) => [tenantId, tenantName ?? tenantId]));
  return [...names].map(([tenantId, name]) => ({ tenantId, name })).sort((a, b) => a.name.localeCompare(b.name, "en"));
}

/**
 * The entity that is meant: as given, and what a person says of the rest. An address alone is an address and a text with
 * @ an account; of other ids the kind is asked for.
 *
 * @throws TenantTrailError `bad-argument` for a value that is none of its kind; CancelledError.
 */
export async function askEntity(lake: Pick<LakeService, "listDays">, given: GivenEntity = {}): Promise<Entity> {
  const text = given.value ?? (await askValue());
  const kind = given.kind ?? (await askKind(text));
  const value = entityValue(kind, text);
  if (value === undefined) {
    throw new TenantTrailError(
      "bad-argument",
      t("{0} is no {1}.", JSON.stringify(text.slice(0, 100)), kindWords(kind)),
    );
  }
  const tenantId = given.tenantId ?? (await askTenant(lake, value));
  return { kind, value, ...(tenantId !== undefined && { tenantId }) };
}

function kindWords(kind: EntityKind): string {
  return kind === "correlation" ? t("correlation id") : kind;
}

async function askValue(): Promise<string> {
  const typed = await askText({
    title: t("Show what is known of…"),
    prompt: t("A sign-in name, an address, or the id of an application, a session, a device or a correlation"),
    placeHolder: "adele@contoso.com, 203.0.113.7, 2001:db8::7, …",
    value: "",
    problemOf: (text) => (kindsOfText(text).length === 0 ? t("Type a name, an address or an id") : undefined),
  });
  if (typed === undefined) throw new CancelledError();
  return typed;
}

async function askKind(text: string): Promise<EntityKind> {
  const likely = kindsOfText(text);
  const [only] = likely;
  if (only !== undefined && likely.length === 1) return only;
  const rest = entityKinds.filter((kind) => !likely.includes(kind) && entityValue(kind, text) !== undefined);
  const choices = [...likely, ...rest].map((kind) => ({ label: entityTitles[kind], value: kind }));
  const chosen = await pickOne(choices, { title: text, placeHolder: t("What is it?") });
  if (chosen === undefined) throw new CancelledError();
  return chosen;
}

/** Names and addresses of two tenants may be the same and be other people's. */
async function askTenant(lake: Pick<LakeService, "listDays">, value: string): Promise<string | undefined> {
  const tenants = await lakeTenants(lake);
  if (tenants.length <= 1) return tenants[0]?.tenantId;
  const choices = tenants.map(({ tenantId, name }) => ({ label: name, description: tenantId, value: tenantId }));
  const chosen = await pickOne(choices, { title: value, placeHolder: t("In which tenant?"), findsAll: true });
  if (chosen === undefined) throw new CancelledError();
  return chosen;
}
