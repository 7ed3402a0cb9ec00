import type { JSX } from "preact";
import { t } from "../../src/base/translated.ts";
import "./progress-bar.css";

/** The thin line that VS Code draws at the top of a view that works. */
export function ProgressBar(): JSX.Element {
  return <div class="progress-bar" role="progressbar" aria-label={t("Working")} />;
}
