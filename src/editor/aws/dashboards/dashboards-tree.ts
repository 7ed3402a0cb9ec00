import { EventEmitter, type TreeDataProvider, type TreeItem } from "vscode";
import { t } from "../../../base/translated.ts";
import type { Dashboard } from "../../../protocol/aws/listed-dashboards.ts";
import type { LakeService } from "../../../protocol/service/lake-service.ts";
import type { Connections } from "../../connections/connections.ts";
import { toTenantTrailError } from "../../errors/present-error.ts";
import { commandIds } from "../../registry/command-ids.ts";
import { viewItems } from "../../registry/view-ids.ts";
import { treeLine } from "../../shown/tree-line.ts";

interface DashboardsTreeParts {
  readonly lake: LakeService;
  readonly connections: Connections;
  /** Says something above the view; an empty text takes it away. */
  readonly say: (sentence: string) => void;
  readonly record: (error: unknown) => void;
}

/** The account's dashboards as a view; choosing a line opens its page in the browser. */
export class DashboardsTree implements TreeDataProvider<Dashboard> {
  readonly #parts: DashboardsTreeParts;
  readonly #changed = new EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(parts: DashboardsTreeParts) {
    this.#parts = parts;
  }

  refresh(): void {
    this.#changed.fire(undefined);
  }

  async getChildren(node?: Dashboard): Promise<Dashboard[]> {
    const { lake, connections, say, record } = this.#parts;
    if (node !== undefined || connections.current?.connection.kind !== "aws") return [];
    try {
      const { dashboards, unavailable = "" } = await lake.listDashboards({});
      say(unavailable);
      return [...dashboards];
    } catch (error) {
      record(error);
      say(toTenantTrailError(error).message);
      return [];
    }
  }

  getTreeItem({ id, name, url, publishedAt }: Dashboard): TreeItem {
    const day = publishedAt?.slice(0, 10);
    return treeLine({
      id,
      label: name,
      opens: "nothing",
      ...(day !== undefined && { description: t("published {0}", day) }),
      tooltip: t("{0}\n{1}\nOpens in the browser", name, url),
      spoken: t("{0}, dashboard", name),
      icon: "dashboard",
      item: viewItems.dashboard,
      command: { id: commandIds.openDashboard, title: t("Open in the browser"), arguments: [{ dashboardId: id }] },
    });
  }
}
