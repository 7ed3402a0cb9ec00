import { t } from "../../../base/translated.ts";
import { dashboardLink, type RowValues } from "../../../protocol/aws/dashboard-link.ts";
import type { Dashboard } from "../../../protocol/aws/listed-dashboards.ts";
import { CancelledError, TenantTrailError } from "../../../protocol/errors.ts";
import type { LakeService } from "../../../protocol/service/lake-service.ts";
import type { OpenDashboardArguments, OpenDashboardOutcome } from "../../api/api-types.ts";
import { openDashboardArguments, readArguments } from "../../api/read-arguments.ts";
import type { Connections } from "../../connections/connections.ts";
import { apiCommandIds } from "../../registry/command-ids.ts";
import { tell } from "../../shown/messages.ts";
import { pickOne } from "../../shown/quick-pick.ts";
import type { RunningTasks } from "../../tasks/running-tasks.ts";
import { onOneLine } from "../../words/plain-text.ts";

interface OpenDashboardParts {
  readonly lake: LakeService;
  readonly connections: Connections;
  readonly tasks: RunningTasks;
  /** Opens a page in the person's browser; false when the person said no. */
  readonly openExternal: (url: string) => Promise<boolean>;
}

/** Opens dashboards of Amazon Quick Sight in the browser, with the values of a row where they have such parameters. */
export class DashboardPages {
  readonly #parts: OpenDashboardParts;

  constructor(parts: OpenDashboardParts) {
    this.#parts = parts;
  }

  /**
   * Asks for the dashboard when none is given.
   * @throws TenantTrailError `bad-argument` when there is no such dashboard, `no-connection`, and those of AWS;
   *   CancelledError when none is chosen or the browser is not opened.
   */
  async open(given?: OpenDashboardArguments): Promise<OpenDashboardOutcome> {
    const { dashboardId, values } =
      given === undefined
        ? { dashboardId: undefined, values: undefined }
        : readArguments(apiCommandIds.openDashboard, openDashboardArguments, given);
    const dashboard = await this.#find(dashboardId);
    const { url, passed, note } = await this.#linkTo(dashboard, values);
    if (!(await this.#parts.openExternal(url))) throw new CancelledError();
    return { dashboardId: dashboard.id, url, passed, ...(note !== undefined && { note }) };
  }

  /** Opens one that the person chooses, with a row's values, and says when it takes none of them. @throws as `open`. */
  async openForRow(values: RowValues): Promise<OpenDashboardOutcome> {
    const { id, name } = await this.#find(undefined);
    const outcome = await this.open({ dashboardId: id, values });
    if (outcome.passed.length === 0)
      void tell(
        "information",
        outcome.note ??
          t(
            "{0} has no parameter with the name of a column of this result, so it shows what it always shows.",
            onOneLine(name),
          ),
      );
    return outcome;
  }

  async #linkTo(
    { id, name, url }: Dashboard,
    values: RowValues | undefined,
  ): Promise<{ readonly url: string; readonly passed: readonly string[]; readonly note?: string }> {
    if (values === undefined) return { url, passed: [] };
    const { lake, tasks } = this.#parts;
    const { parameters, unavailable } = await tasks.run(
      t("Opening {0}", onOneLine(name)),
      "notification",
      ({ signal }) => lake.dashboardParameters({ id }, { signal }),
    );
    const link = dashboardLink(url, parameters, values);
    return { ...link, ...(unavailable !== undefined && { note: unavailable }) };
  }

  async #find(id: string | undefined): Promise<Dashboard> {
    const { lake, connections, tasks } = this.#parts;
    await connections.require();
    const { dashboards, unavailable } = await tasks.run(t("Looking for dashboards"), "notification", ({ signal }) =>
      lake.listDashboards({}, { signal }),
    );
    if (unavailable !== undefined) throw new TenantTrailError("aws-failed", unavailable);
    if (dashboards.length === 0)
      throw new TenantTrailError(
        "aws-failed",
        t("There is no dashboard of Amazon Quick Sight in this account and region."),
      );
    if (id === undefined) return pickDashboard(dashboards);
    const found = dashboards.find((dashboard) => dashboard.id === id);
    if (found !== undefined) return found;
    throw new TenantTrailError(
      "bad-argument",
      t("There is no dashboard {0} in this account and region.", JSON.stringify(id)),
    );
  }
}

async function pickDashboard(dashboards: readonly Dashboard[]): Promise<Dashboard> {
  const choices = dashboards.map((dashboard) => ({
    icon: "dashboard",
    label: dashboard.name,
    description: dashboard.id,
    value: dashboard,
  }));
  const chosen = await pickOne(choices, {
    title: t("Open a Quick Sight dashboard in the browser"),
    placeHolder: t("A dashboard of Amazon Quick Sight"),
  });
  if (chosen === undefined) throw new CancelledError();
  return chosen;
}
