import { type Uri, type ViewColumn, type WebviewOptions, type WebviewPanel, window } from "vscode";
import { webviewMediaFolder, webviewPage } from "../webview/webview-page.ts";
import { plainText } from "../words/plain-text.ts";

/** One of our pages: its bundle, and what its document is called. */
export interface PanelPage {
  readonly name: "result-view" | "collector-page" | "deploy-page" | "entity-page" | "dashboard-page";
  readonly title: string;
}

/** Opens a tab that will show one of our pages; `loadPage` puts it in, once somebody listens. */
export function openPanel(
  extension: Uri,
  type: string,
  title: string,
  show: ViewColumn | { readonly viewColumn: ViewColumn; readonly preserveFocus: boolean },
): WebviewPanel {
  return window.createWebviewPanel(type, plainText(title), show, {
    ...pageOptions(extension),
    retainContextWhenHidden: true,
  });
}

function pageOptions(extension: Uri): WebviewOptions {
  return { enableScripts: true, localResourceRoots: [webviewMediaFolder(extension)] };
}

export function loadPage({ webview }: WebviewPanel, extension: Uri, { name, title }: PanelPage): void {
  // A panel that is shown again after a reload has the options of the version that opened it.
  webview.options = pageOptions(extension);
  webview.html = webviewPage(webview, extension, name, title);
}

export function renamePanel(panel: WebviewPanel, title: string): void {
  panel.title = plainText(title);
}
