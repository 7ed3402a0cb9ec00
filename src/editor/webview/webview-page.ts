import { randomBytes } from "node:crypto";
import { env, Uri, type Webview } from "vscode";
import { contentPolicy } from "./content-policy.ts";
import { pageText, wordsScript } from "./page-words.ts";

/** Where the bundled pages and their styles lie. */
export function webviewMediaFolder(extension: Uri): Uri {
  return Uri.joinPath(extension, "dist", "media");
}

/**
 * A page of ours in a webview: its script and what that imports by nonce, its styles and the icon font, and nothing else from anywhere.
 *
 * @param name of the bundle, `result-view` for example.
 */
export function webviewPage(webview: Webview, extension: Uri, name: string, title: string): string {
  const media = webviewMediaFolder(extension);
  const address = (file: string): string => webview.asWebviewUri(Uri.joinPath(media, file)).toString();
  const nonce = randomBytes(18).toString("base64url");
  const policy = contentPolicy(webview.cspSource, nonce);
  return `<!DOCTYPE html>
<html lang="${globalThis.tenantTrailWords === undefined ? "en" : env.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${address("codicon.css")}">
<link rel="stylesheet" href="${address(`${name}.css`)}">
<title>${pageText(title)}</title>
</head>
<body>
${wordsScript(globalThis.tenantTrailWords, nonce)}
<div id="root"></div>
<script type="module" nonce="${nonce}" src="${address(`${name}.js`)}"></script>
</body>
</html>`;
}
