/**
 * The scripts of the webviews, for esbuild: `in` from the project's root, `out` from `dist` and without extension
 * (esbuild puts the `.css` of the imported style sheets beside the `.js`). Bundle with `platform: "browser"`.
 *
 * @type {readonly { in: string, out: string, format: "esm" | "iife" }[]}
 */
export const mediaEntries = [
  { in: "media/result-view/main.tsx", out: "media/result-view", format: "esm" },
  { in: "media/collector-page/main.tsx", out: "media/collector-page", format: "iife" },
  { in: "media/dashboard-page/main.tsx", out: "media/dashboard-page", format: "esm" },
  { in: "media/deploy-page/main.tsx", out: "media/deploy-page", format: "iife" },
  { in: "media/entity-page/main.tsx", out: "media/entity-page", format: "iife" },
  { in: "media/notebook/main.tsx", out: "media/notebook-renderer", format: "esm" },
];

/** Files that webviews link beside their own, and the reference that definitions in SQL lead to: from the project's root, and where under `dist`. */
export const mediaAssets = [
  { from: "node_modules/@vscode/codicons/dist/codicon.css", to: "media/codicon.css" },
  { from: "node_modules/@vscode/codicons/dist/codicon.ttf", to: "media/codicon.ttf" },
  { from: "docs/tables.md", to: "tables.md" },
  { from: "media/language/trino-sql.tmLanguage.json", to: "language/trino-sql.tmLanguage.json" },
  { from: "media/language/trino-sql.configuration.json", to: "language/trino-sql.configuration.json" },
];
