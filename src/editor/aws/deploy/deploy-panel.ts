import { commands, type Disposable, type Uri, ViewColumn, type WebviewPanel, workspace } from "vscode";
import { type MessageConnection, NotificationType } from "vscode-jsonrpc/node";
import { t } from "../../../base/translated.ts";
import type { DeployHostNotifications, DeployPageNotifications } from "../../../protocol/aws/deploy-page.ts";
import type { StackOutcome } from "../../../protocol/aws/stack-changes.ts";
import { CancelledError } from "../../../protocol/errors.ts";
import type { Host } from "../../../protocol/service/host.ts";
import { HeldCredentials } from "../../collector/held-credentials.ts";
import type { ErrorPresenter } from "../../errors/present-error.ts";
import type { OutcomeDocuments } from "../../outcomes/outcome-documents.ts";
import { deployPageType } from "../../registry/view-ids.ts";
import { loadPage, openPanel } from "../../shown/panel.ts";
import { connectWebview } from "../../webview/webview-channel.ts";
import { answerDeployRequests, type DeployRequestParts, deployPageState } from "./deploy-requests.ts";

export interface DeployPageParts extends Omit<DeployRequestParts, "held" | "onDeployed" | "record"> {
  readonly extension: Uri;
  readonly host: Host;
  readonly errors: ErrorPresenter;
  readonly outcomes: OutcomeDocuments;
}

interface OpenPage {
  readonly panel: WebviewPanel;
  readonly connection: MessageConnection;
  /** What those who opened the page wait for: the next stack that is deployed. */
  deployed: PromiseWithResolvers<StackOutcome>;
}

/** The page on which a stack is deployed, updated and deleted; one a window. */
export class DeployPage implements Disposable {
  readonly #parts: DeployPageParts;
  readonly #trusted: Disposable;
  #open: OpenPage | undefined;

  constructor(parts: DeployPageParts) {
    this.#parts = parts;
    this.#trusted = workspace.onDidGrantWorkspaceTrust(() => this.#send("state", deployPageState()));
  }

  /**
   * Opens the page, or brings it to the front.
   *
   * @returns the first stack that is deployed from then on.
   * @throws CancelledError when the page is closed before.
   */
  async show(): Promise<StackOutcome> {
    this.#open ??= this.#create();
    this.#open.panel.reveal();
    return this.#open.deployed.promise;
  }

  dispose(): void {
    this.#open?.panel.dispose();
    this.#trusted.dispose();
  }

  #create(): OpenPage {
    const { extension, errors, host } = this.#parts;
    const panel = openPanel(extension, deployPageType, t("Deploy to AWS"), ViewColumn.Active);
    const connection = connectWebview(panel.webview);
    const held = new HeldCredentials(host);
    const open: OpenPage = { panel, connection, deployed: nextDeployed() };
    answerDeployRequests(connection, {
      ...this.#parts,
      held,
      onDeployed: (outcome) => {
        const { deployed } = open;
        open.deployed = nextDeployed();
        deployed.resolve(outcome);
      },
      record: (error) => errors.record(error),
    });
    this.#listen(connection);
    connection.listen();
    panel.onDidDispose(() => {
      connection.dispose();
      held.forget();
      this.#open = undefined;
      open.deployed.reject(new CancelledError());
    });
    loadPage(panel, extension, { name: "deploy-page", title: t("Deploy to AWS") });
    return open;
  }

  #listen(connection: MessageConnection): void {
    const { errors, outcomes } = this.#parts;
    const on = <Name extends keyof DeployPageNotifications>(
      name: Name,
      listener: (params: DeployPageNotifications[Name]) => Promise<unknown>,
    ): void => {
      const type = new NotificationType<DeployPageNotifications[Name]>(name);
      connection.onNotification(type, (params) => void errors.guard(() => listener(params)));
    };
    on("ready", async () => this.#send("state", deployPageState()));
    on("showReport", ({ text }) => outcomes.open(t("First run"), text));
    on("manageTrust", async () => commands.executeCommand("workbench.trust.manage"));
  }

  #send<Name extends keyof DeployHostNotifications>(name: Name, params: DeployHostNotifications[Name]): void {
    const type = new NotificationType<unknown>(name);
    this.#open?.connection.sendNotification(type, params).catch((error) => this.#parts.errors.record(error));
  }
}

function nextDeployed(): PromiseWithResolvers<StackOutcome> {
  const deployed = Promise.withResolvers<StackOutcome>();
  // Nobody may be waiting any more when the page is closed, and that is no failure.
  deployed.promise.catch(() => undefined);
  return deployed;
}
