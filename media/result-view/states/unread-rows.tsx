import type { JSX } from "preact";
import { t } from "../../../src/base/translated.ts";
import type { TenantTrailError } from "../../../src/protocol/errors.ts";
import { Button } from "../../shared/controls.tsx";
import { Message } from "../../shared/message.tsx";

/** Why the rows of a result could not be read, and how to have them. */
export function UnreadRows(props: {
  readonly failure: TenantTrailError;
  readonly onRead: () => void;
  readonly onRun: () => void;
}): JSX.Element {
  // Rows that are held no longer cannot be read, however often.
  const isGone = props.failure.code === "no-such-result";
  const again = (
    <>
      {!isGone && (
        <Button appearance="primary" onPress={props.onRead}>
          {t("Read again")}
        </Button>
      )}
      <Button appearance={isGone ? "primary" : "secondary"} onPress={props.onRun}>
        {t("Run the query again")}
      </Button>
    </>
  );
  return <Message icon="error" tone="error" text={props.failure.message} actions={again} />;
}
