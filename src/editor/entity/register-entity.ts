import { commands, Disposable, type Memento } from "vscode";
import type { Entity } from "../../protocol/entity/entity.ts";
import { isDay } from "../../protocol/log-day.ts";
import { type Days, isRelativeDays } from "../../protocol/relative-days.ts";
import { isText, rememberedFields } from "../platform/remembered.ts";
import type { EngineChoice } from "../queries/engine-choice.ts";
import { commandIds } from "../registry/command-ids.ts";
import { askEntity, type GivenEntity } from "./ask-entity.ts";
import { type AskedFrom, EntityAsking } from "./ask-question.ts";
import { EntityPages, type EntityPagesParts } from "./entity-pages.ts";
import { EntityReader } from "./entity-reader.ts";

const daysKey = "entity.days";
const usualDays: Days = { from: "last 30 days", to: "last 30 days" };

/** The days that were chosen last for an entity's page, in this workspace. */
function rememberedDays(memory: EntityParts["memory"]): EntityPagesParts["days"] {
  return {
    last: () => {
      const { from, to } = rememberedFields(memory, daysKey);
      const isEnd = (end: unknown): end is string => isText(end) && (isRelativeDays(end) || isDay(end));
      return isEnd(from) && isEnd(to) ? { from, to } : usualDays;
    },
    keep: (days) => void memory.update(daysKey, days),
  };
}

interface EntityParts extends Omit<EntityPagesParts, "reader" | "ask" | "days"> {
  readonly engines: EngineChoice;
  readonly memory: Pick<Memento, "get" | "update">;
}

/** The pages of accounts, addresses and ids, and the commands that open them and ask about them. */
export function registerEntity(parts: EntityParts): Disposable {
  const { extension, lake, connections, tasks, engines, runs, errors, memory } = parts;
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
    commands.registerCommand(commandIds.showEntity, (given?: GivenEntity) =>
      errors.guard(async () => {
        const entity = await ask(given);
        await pages.show(entity);
        return entity;
      }),
    ),
    commands.registerCommand(commandIds.askAboutEntity, (given?: GivenEntity, from?: AskedFrom) =>
      errors.guard(async () => asking.ask(await ask(given), from)),
    ),
  );
}
