import { randomBytes } from "node:crypto";
import { Uri, type Webview } from "vscode";

/** Where the bundled page and its styles lie. */
export function resultMediaFolder(extension: Uri): Uri {
  return Uri.joinPath(extension, "dist", "media");
}

/** The page of a result view: our script by nonce, our styles and icon font, and nothing else from anywhere. */
export function resultPage(webview: Webview, extension: Uri): string {
  const media = resultMediaFolder(extension);
  const address = (name: string): string => webview.asWebviewUri(Uri.joinPath(media, name)).toString();
  const nonce = randomBytes(18).toString("base64url");
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource}`,
    `font-src ${webview.cspSource}`,
  ].join("; ");
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${address("codicon.css")}">
<link rel="stylesheet" href="${address("result-view.css")}">
<title>Result</title>
</head>
<body>
<div id="root"></div>
<script nonce="${nonce}" src="${address("result-view.js")}"></script>
</body>
</html>`;
}
