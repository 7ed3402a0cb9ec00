import { t } from "../../../src/base/translated.ts";
import type { CloudName } from "../../../src/protocol/collector.ts";

/** Microsoft's clouds, as their portals call them. */
export const cloudLabels: Readonly<Record<CloudName, string>> = {
  global: t("Global"),
  "us-government-gcc": t("US Government GCC"),
  "us-government-l4": t("US Government L4 (GCC High)"),
  "us-government-dod": t("US Government DoD"),
  china: t("China (21Vianet)"),
};
