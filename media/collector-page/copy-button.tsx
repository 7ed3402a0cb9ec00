import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { t } from "../../src/base/translated.ts";
import { Button } from "../shared/controls.tsx";
import type { CollectorHost } from "./collector-host.ts";

/** Puts a text on the clipboard and says that it did. */
export function CopyButton(props: {
  readonly host: CollectorHost;
  readonly text: string;
  readonly label: string;
}): JSX.Element {
  const [said, setSaid] = useState("");
  const copy = (): void => {
    props.host.request("copyText", { text: props.text }).then(
      () => setSaid(t("Copied")),
      () => setSaid(t("The clipboard could not be written.")),
    );
  };
  return (
    <>
      <Button appearance="secondary" icon="copy" onPress={copy}>
        {props.label}
      </Button>
      <span role="status">{said}</span>
    </>
  );
}
