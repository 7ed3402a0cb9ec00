import { Fragment, type JSX } from "preact";
import type { HealthReport } from "../../src/protocol/collector.ts";
import type { CollectorPageState, CollectorPlace } from "../../src/protocol/collector-page.ts";
import { stretchWords } from "../../src/protocol/stretch-words.ts";
import { count } from "../shared/amounts.ts";
import { LinkButton } from "../shared/controls.tsx";
import { Icon } from "../shared/icon.tsx";
import type { CollectorHost } from "./collector-host.ts";
import { type HealthRow, healthRows } from "./health-rows.ts";
import { lateness, moment, withoutYear } from "./health-words.ts";
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
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: in a narrow panel keys must scroll the table */}
      <section class="health-scroll" tabIndex={0} aria-label={`Health of ${name}`}>
        <table class="health-table">
          <thead>
            <tr>
              <th scope="col">Table</th>
              <th scope="col">Rows an hour, 7 days</th>
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
                      {moment(error.at, report.at)} UTC: {error.message}{" "}
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
      </section>
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
      <td>{arrival && <RowsChart rows={arrival.rowsPerHour} at={report.at} />}</td>
      <td>{row.isSource ? "" : moment(arrival?.lastEvent ?? null, report.at)}</td>
      <td>{late ? [late.p50, late.p95, late.p99].map(lateness).join(", ") : row.isSource ? "" : "–"}</td>
      <td>{moment(row.readUpTo, report.at)}</td>
      <td>
        <Stretches row={row} stretches={row.gaps} now={report.at} />
        {row.gaps.length > 0 && state.isTrusted && (
          <LinkButton label={`Fill the gaps of ${row.title}`} onPress={props.onFill}>
            Fill
          </LinkButton>
        )}
      </td>
      <td>
        <Stretches row={row} stretches={row.lost} now={report.at} />
      </td>
      <td class="health-number">{count(row.late)}</td>
      <td class="health-number">{count(row.requests)}</td>
      <td class="health-number">{row.throttledSeconds === 0 ? "0 s" : lateness(row.throttledSeconds * 1000)}</td>
    </tr>
  );
}

/** On the line of a source its stretches of time; where there are many, and on a table's own line, what they come to. */
function Stretches(props: {
  readonly row: HealthRow;
  readonly stretches: HealthRow["gaps"];
  readonly now: string;
}): JSX.Element {
  const { row, stretches, now } = props;
  if (stretches.length === 0) return <>0</>;
  const words = stretches.map((stretch) => withoutYear(stretchWords(stretch), now));
  if (stretches.length > mostStretches || row.hasSources) {
    const total = stretches.reduce((sum, { from, to }) => sum + Date.parse(to) - Date.parse(from), 0);
    return <span title={words.join("\n")}>{lateness(total)} </span>;
  }
  return (
    <>
      {words.map((word) => (
        <div key={word}>{word}</div>
      ))}
    </>
  );
}
