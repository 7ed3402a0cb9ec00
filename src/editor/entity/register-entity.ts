import { commands, Disposable, type Memento, window } from "vscode";
import { t } from "../../base/translated.ts";
import type { Entity } from "../../protocol/entity/entity.ts";
import { TenantTrailError } from "../../protocol/errors.ts";
import type { Days } from "../../protocol/relative-days.ts";
import type { EvidenceExport } from "../evidence/export-evidence.ts";
import { rememberedFields } from "../platform/remembered.ts";
import type { EngineChoice } from "../queries/engine-choice.ts";
import { commandIds } from "../registry/command-ids.ts";
import { entityPageType } from "../registry/view-ids.ts";
import { askEntity, type GivenEntity } from "./ask-entity.ts";
import { type AskedFrom, EntityAsking } from "./ask-question.ts";
import { entityResults } from "./entity-evidence.ts";
import { EntityPages, type EntityPagesParts } from "./entity-pages.ts";
import { EntityReader } from "./entity-reader.ts";
import { daysOf } from "./remembered-page.ts";

const daysKey = "entity.days";
const usualDays: Days = { from: "last 30 days", to: "last 30 days" };

/** The days that were chosen last for an entity's page, in this workspace. */
function rememberedDays(memory: EntityParts["memory"]): EntityPagesParts["days"] {
  return {
    last: () => daysOf(rememberedFields(memory, daysKey)) ?? usualDays,
    keep: (days) => void memory.update(daysKey, days),
  };
}

interface EntityParts extends Omit<EntityPagesParts, "reader" | "ask" | "days"> {
  readonly engines: EngineChoice;
  readonly memory: Pick<Memento, "get" | "update">;
  readonly evidence: Pick<EvidenceExport, "exportShown">;
}

/** The pages of accounts, addresses and ids, and the commands that open them and ask about them. */
export function registerEntity(parts: EntityParts): Disposable {
  const { extension, lake, connections, tasks, engines, runs, errors, memory, evidence } = parts;
  const days = rememberedDays(memory);
  const record = (error: unknown): void => errors.record(error);
  const pages: EntityPages = new EntityPages({
    ...parts,
    reader: new EntityReader({ extension, lake, connections, tasks, engines, record }),
    days,
    ask: (entity, from) => asking.ask(entity, from),
  });
  const asking = new EntityAsking({
    extension,
    lake,
    runs,
    lastDays: days.last,
    showPage: (entity) => pages.show(entity),
  });
  const ask = async (given?: GivenEntity): Promise<Entity> => {
    await connections.require();
    return askEntity(lake, given);
  };
  return Disposable.from(
    pages,
    window.registerWebviewPanelSerializer(entityPageType, {
      deserializeWebviewPanel: (page, remembered) => pages.restore(page, remembered),
    }),
    commands.registerCommand(commandIds.showEntity, (given?: GivenEntity) =>
      errors.guard(async () => {
        const entity = await ask(given);
        await pages.show(entity);
        return entity;
      }),
    ),
    commands.registerCommand(commandIds.exportEntity, () =>
      errors.guard(async () => {
        const { active } = pages;
        if (active !== undefined) return evidence.exportShown({}, await entityResults(active.state, extension));
        throw new TenantTrailError(
          "bad-argument",
          t("No page of an account or an address is in front. Open one first."),
        );
      }),
    ),
    commands.registerCommand(commandIds.askAboutEntity, (given?: GivenEntity, from?: AskedFrom) =>
      errors.guard(async () => asking.ask(await ask(given), from)),
    ),
  );
}
