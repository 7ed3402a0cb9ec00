import type { Uri } from "vscode";
import { t } from "../../base/translated.ts";
import { entityTitles } from "../../protocol/entity/entity.ts";
import type { EntityPageState } from "../../protocol/entity/entity-page.ts";
import { TenantTrailError } from "../../protocol/errors.ts";
import { partOfSummary } from "../evidence/investigation.ts";
import type { ShownResults } from "../evidence/shown-results.ts";
import { entityQueryFiles, shippedStatement } from "./entity-queries.ts";

/** What a page shows, as parts of an investigation. @throws TenantTrailError `bad-argument` while it was not read. */
export async function entityResults(
  { entity, facts, timeline }: EntityPageState,
  extension: Uri,
): Promise<ShownResults> {
  if (facts.kind !== "ready" || timeline.kind !== "ready")
    throw new TenantTrailError("bad-argument", t("This page was not read to its end. Read it, and then export it."));
  const title = `${entityTitles[entity.kind]} ${entity.value}`;
  const [known, happened] = await Promise.all([
    shippedStatement(extension, entityQueryFiles.facts),
    shippedStatement(extension, entityQueryFiles.timeline),
  ]);
  const { summary } = timeline.content;
  return {
    title,
    summary,
    parts: [
      partOfSummary(facts.content.summary, t("What is known of {0}", entity.value), known.statement),
      partOfSummary(summary, t("Timeline of {0}", entity.value), happened.statement),
    ],
  };
}
