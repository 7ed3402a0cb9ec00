import { l10n } from "vscode";

globalThis.tenantTrailWords = l10n.bundle;
