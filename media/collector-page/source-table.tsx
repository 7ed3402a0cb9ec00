import type { JSX } from "preact";
import type { SourceId, TenantGuide } from "../../src/protocol/collector.ts";
import type { OfferedSource } from "../../src/protocol/collector-page.ts";
import { Checkbox } from "../shared/controls.tsx";
import { sourceName } from "./source-name.ts";

/** Every source with a box to choose it, and what it needs. */
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
    <table class="collector-table">
      <thead>
        <tr>
          <th scope="col">Source</th>
          <th scope="col">Permission</th>
          <th scope="col">API</th>
        </tr>
      </thead>
      <tbody>
        {offered.map((each) => {
          const needs = guide?.permissions.filter(({ source }) => source === each.source) ?? [];
          const notes = [...new Set([hints[each.source], ...needs.map(({ note }) => note)])].filter(
            (note) => note !== undefined,
          );
          return (
            <tr key={each.source}>
              <th scope="row">
                <Checkbox
                  label={`Collect ${sourceName(each)}`}
                  checked={chosen.includes(each.source)}
                  onChange={(isChosen) => choose(each.source, isChosen)}
                >
                  {sourceName(each)}
                </Checkbox>
              </th>
              <td>
                {[...new Set(needs.map(({ permission }) => permission))].join(", ")}
                {notes.map((note) => (
                  <div key={note} class="field-help">
                    {note}
                  </div>
                ))}
              </td>
              <td>{[...new Set(needs.map(({ api }) => api))].join(", ")}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

const hints: Readonly<Partial<Record<SourceId, string>>> = {
  "signIns.v1.0": "In place of the four kinds above, for tenants that use no beta API.",
  auditLogQuery: "Only when you search for lost or older days.",
};
