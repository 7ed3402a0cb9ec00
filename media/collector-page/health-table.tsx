import { Fragment, type JSX } from "preact";
import type { HealthReport } from "../../src/protocol/collector.ts";
import type { CollectorPageState, CollectorPlace } from "../../src/protocol/collector-page.ts";
import { stretchWords } from "../../src/protocol/stretch-words.ts";
import { count, counted } from "../shared/amounts.ts";
import { LinkButton } from "../shared/controls.tsx";
import { Icon } from "../shared/icon.tsx";
import type { CollectorHost } from "./collector-host.ts";
import { type HealthRow, healthRows } from "./health-rows.ts";
import { lateness, moment } from "./health-words.ts";
import { RowsChart } from "./rows-chart.tsx";
import "./health-table.css";

/** A stretch is named on its own line; of more than these, only how many there are. */
const mostStretches = 3;

/** A line a table and source of one tenant. */
export function HealthTable(props: {
  readonly state: CollectorPageState;
  readonly host: CollectorHost;
  readonly report: HealthReport;
  readonly tenantId: string;
  readonly showName: boolean;
  readonly onGo: (place: CollectorPlace) => void;
}): JSX.Element {
  const { state, host, report, tenantId } = props;
  const name = report.sources.find((source) => source.tenantId === tenantId)?.tenantName ?? tenantId;
  const rows = healthRows(report, tenantId, state.sources);
  return (
    <section class="health">
      {props.showName && <h2 class="collector-section">{name}</h2>}
      <div class="health-scroll">
        <table class="health-table" aria-label={`Health of ${name}`}>
          <thead>
            <tr>
              <th scope="col">Table</th>
              <th scope="col">Last event</th>
              <th scope="col">Lateness p50, p95, p99</th>
              <th scope="col">Read up to</th>
              <th scope="col">Gaps</th>
              <th scope="col">Lost</th>
              <th scope="col" class="health-number">
                Late
              </th>
              <th scope="col" class="health-number">
                Requests
              </th>
              <th scope="col" class="health-number">
                Waited
              </th>
              <th scope="col">Rows an hour, 7 days</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Fragment key={row.key}>
                <Row
                  {...{ row, report, state }}
                  onFill={() => host.notify("fill", { tenantId, table: row.table, gaps: row.gaps })}
                />
                {row.errors.map((error) => (
                  <tr key={error.at} class="health-error">
                    <td colSpan={10}>
                      <span class="collector-bad">
                        <Icon name="error" />
                      </span>{" "}
                      {moment(error.at)} UTC: {error.message}{" "}
                      <LinkButton
                        label={`Test ${name}, because ${error.title} failed`}
                        onPress={() => props.onGo({ view: "test", tenantId })}
                      >
                        Test the tenant
                      </LinkButton>
                    </td>
                  </tr>
                ))}
              </Fragment>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Row(props: {
  readonly row: HealthRow;
  readonly report: HealthReport;
  readonly state: CollectorPageState;
  readonly onFill: () => void;
}): JSX.Element {
  const { row, report, state } = props;
  const { arrival } = row;
  const late = arrival?.lateness;
  return (
    <tr class={row.isSource ? "health-source" : "health-whole"}>
      <th scope="row">{row.title}</th>
      <td>{row.isSource ? "" : moment(arrival?.lastEvent ?? null)}</td>
      <td>{late ? [late.p50, late.p95, late.p99].map(lateness).join(", ") : row.isSource ? "" : "–"}</td>
      <td>{moment(row.readUpTo)}</td>
      <td>
        <Stretches stretches={row.gaps} one="gap" />
        {row.gaps.length > 0 && state.isTrusted && (
          <LinkButton label={`Fill the gaps of ${row.title}`} onPress={props.onFill}>
            Fill
          </LinkButton>
        )}
      </td>
      <td>
        <Stretches stretches={row.lost} one="lost" />
      </td>
      <td class="health-number">{count(row.late)}</td>
      <td class="health-number">{count(row.requests)}</td>
      <td class="health-number">{row.throttledSeconds === 0 ? "0 s" : lateness(row.throttledSeconds * 1000)}</td>
      <td>{arrival && <RowsChart rows={arrival.rowsPerHour} at={report.at} />}</td>
    </tr>
  );
}

function Stretches(props: { readonly stretches: HealthRow["gaps"]; readonly one: "gap" | "lost" }): JSX.Element {
  const { stretches, one } = props;
  if (stretches.length === 0) return <>0</>;
  const words = stretches.map((stretch) => stretchWords(stretch));
  const all = one === "gap" ? counted(stretches.length, "gap") : `${count(stretches.length)} lost`;
  if (stretches.length > mostStretches) return <span title={words.join("\n")}>{all} </span>;
  return (
    <>
      {words.map((word) => (
        <div key={word} class="health-stretch">
          {word}
        </div>
      ))}
    </>
  );
}
