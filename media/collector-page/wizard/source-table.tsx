import type { JSX } from "preact";
import { t } from "../../../src/base/translated.ts";
import type { SourceId, TenantGuide } from "../../../src/protocol/collector.ts";
import type { OfferedSource } from "../../../src/protocol/collector-page.ts";
import { Checkbox } from "../../shared/controls.tsx";
import { sourceName } from "../source-name.ts";
import { type Needs, needsInGroups } from "./source-needs.ts";
import "./source-table.css";

/** Every source with a box to choose it, and what it needs; neighbours with the same needs share a cell. */
export function SourceTable(props: {
  readonly offered: readonly OfferedSource[];
  readonly chosen: readonly SourceId[];
  readonly guide: TenantGuide | undefined;
  readonly onChange: (chosen: readonly SourceId[]) => void;
}): JSX.Element {
  const { offered, chosen, guide } = props;
  const choose = (source: SourceId, isChosen: boolean): void =>
    props.onChange(
      offered.map((each) => each.source).filter((each) => (each === source ? isChosen : chosen.includes(each))),
    );
  return (
    <table class="collector-table source-table">
      <thead>
        <tr>
          <th scope="col">{t("Source")}</th>
          <th scope="col">{t("Permission")}</th>
          <th scope="col">{t("API")}</th>
        </tr>
      </thead>
      {needsInGroups(offered, guide).map((group) => (
        <tbody key={group.sources[0]?.source}>
          {group.sources.map((each, index) => (
            <tr key={each.source}>
              <th scope="row">
                <Checkbox
                  label={t("Collect {0}", sourceName(each))}
                  checked={chosen.includes(each.source)}
                  onChange={(isChosen) => choose(each.source, isChosen)}
                >
                  {sourceName(each)}
                </Checkbox>
                {hints[each.source] !== undefined && <div class="source-hint">{hints[each.source]}</div>}
              </th>
              {index === 0 && (
                <NeedsCells needs={group.needs} rows={group.sources.length} isKnown={guide !== undefined} />
              )}
            </tr>
          ))}
        </tbody>
      ))}
    </table>
  );
}

function NeedsCells(props: {
  readonly needs: Needs;
  readonly rows: number;
  /** False until the guide has come. */
  readonly isKnown: boolean;
}): JSX.Element {
  const { needs, rows, isKnown } = props;
  return (
    <>
      <td rowSpan={rows}>
        {isKnown && needs.permissions.length === 0 && <div class="field-help">{t("Not offered in this cloud.")}</div>}
        {needs.permissions.map((permission) => (
          <div key={permission}>{permission}</div>
        ))}
        {needs.notes.map((note) => (
          <div key={note} class="field-help">
            {note}
          </div>
        ))}
      </td>
      <td rowSpan={rows}>{needs.apis.join(", ")}</td>
    </>
  );
}

const hints: Readonly<Partial<Record<SourceId, string>>> = {
  "signIns.v1.0": t("In place of the four above, for tenants that use no beta API."),
  auditLogQuery: t("Only when you search for lost or older days."),
};
