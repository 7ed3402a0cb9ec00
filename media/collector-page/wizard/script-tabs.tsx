import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { t } from "../../../src/base/translated.ts";
import type { TenantGuide } from "../../../src/protocol/collector.ts";
import { Tabs } from "../../shared/tabs.tsx";
import type { CollectorHost } from "../collector-host.ts";
import { CopyButton } from "../copy-button.tsx";
import "./script-tabs.css";

/** The scripts that register an app, one shown at a time. */
export function ScriptTabs(props: {
  readonly scripts: TenantGuide["scripts"];
  readonly host: CollectorHost;
}): JSX.Element | null {
  const [chosen, setChosen] = useState(0);
  const script = props.scripts[chosen] ?? props.scripts[0];
  if (!script) return null;
  return (
    <div class="scripts">
      <Tabs
        label={t("Scripts")}
        value={script.title}
        tabs={props.scripts.map(({ title }) => ({ value: title, label: title }))}
        onChange={(title) => setChosen(props.scripts.findIndex((each) => each.title === title))}
      />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a script is longer than its box, and keys must scroll it */}
      <section class="scripts-text" tabIndex={0} aria-label={t("Script for {0}", script.title)}>
        <pre>{script.text}</pre>
      </section>
      <div class="collector-actions">
        <CopyButton key={script.title} host={props.host} text={script.text} label={t("Copy script")} />
      </div>
    </div>
  );
}
