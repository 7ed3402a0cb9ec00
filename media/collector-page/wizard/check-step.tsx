import type { JSX } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import { t } from "../../../src/base/translated.ts";
import type { SourceCheckState, SourceId, TenantSettings } from "../../../src/protocol/collector.ts";
import type { OfferedSource } from "../../../src/protocol/collector-page.ts";
import { CancelledError } from "../../../src/protocol/errors.ts";
import { counted } from "../../shared/amounts.ts";
import { Button } from "../../shared/controls.tsx";
import { Message } from "../../shared/message.tsx";
import { CheckTable } from "../check-table.tsx";
import type { CheckListeners, CollectorHost } from "../collector-host.ts";
import { useCheck } from "../use-check.ts";
import { draftOf, type EditedTenant } from "./draft.ts";

/** Found states that no later run changes by itself: such a source would keep its days from being complete. */
const leftOut: readonly SourceCheckState[] = ["missing-permission", "missing-licence", "not-offered"];

/** The last step: every chosen source is asked for a record, then the tenant is added. */
export function CheckStep(props: {
  readonly tenant: EditedTenant;
  readonly host: CollectorHost;
  readonly checks: CheckListeners;
  readonly offered: readonly OfferedSource[];
  readonly isTrusted: boolean;
  readonly isNew: boolean;
  /** The place of the lake that the tenant is saved in. */
  readonly lakeRoot: string;
  readonly onChange: (sources: readonly SourceId[]) => void;
  readonly onAdded: (tenant: TenantSettings) => void;
  readonly onBack: () => void;
}): JSX.Element {
  const { tenant, host, offered, isTrusted, onChange } = props;
  const { check, start } = useCheck(host, props.checks);
  // The sources that were chosen when the step began are checked, even when some are taken out of the choice
  // afterwards.
  const checked = useMemo(() => offered.filter(({ source }) => tenant.sources.includes(source)), [offered]);
  const [isAdding, setAdding] = useState(false);
  const [failure, setFailure] = useState<string>();
  const draft = draftOf(tenant);
  const begin = (): void => {
    if (draft && isTrusted) start({ ...draft, sources: checked.map(({ source }) => source) });
  };
  useEffect(begin, []);

  const { outcome } = check;
  useEffect(() => {
    if (!outcome?.signIn.works) return;
    const unreadable = outcome.sources.filter(({ state }) => leftOut.includes(state)).map(({ source }) => source);
    onChange(checked.map(({ source }) => source).filter((source) => !unreadable.includes(source)));
  }, [outcome]);

  const add = async (): Promise<void> => {
    if (!draft) return;
    setAdding(true);
    setFailure(undefined);
    try {
      props.onAdded(await host.request("addTenant", { tenant: draft, lakeRoot: props.lakeRoot }));
    } catch (error) {
      setAdding(false);
      if (!(error instanceof CancelledError)) setFailure(error instanceof Error ? error.message : String(error));
    }
  };
  const omitted = outcome?.signIn.works ? checked.length - tenant.sources.length : 0;
  const isReady = outcome?.signIn.works === true && tenant.sources.length > 0;
  return (
    <>
      <CheckTable
        check={check}
        sources={checked}
        choice={{
          chosen: tenant.sources,
          onChange: (source, isChosen) =>
            onChange(
              checked
                .map((each) => each.source)
                .filter((each) => (each === source ? isChosen : tenant.sources.includes(each))),
            ),
        }}
      />
      {omitted > 0 && (
        <Message
          icon="info"
          text={counted(
            omitted,
            t(
              "{0} source is left out: a source that cannot be read would keep its days from being complete. Choose it to collect it anyway.",
            ),
            t(
              "{0} sources are left out: a source that cannot be read would keep its days from being complete. Choose it to collect it anyway.",
            ),
          )}
        />
      )}
      {failure !== undefined && <Message icon="error" tone="error" text={failure} />}
      <div class="collector-actions">
        <Button appearance="primary" disabled={!isReady || isAdding} onPress={() => void add()}>
          {props.isNew ? t("Add tenant") : t("Save")}
        </Button>
        <Button appearance="secondary" disabled={check.isRunning || !isTrusted} onPress={begin}>
          {t("Check again")}
        </Button>
        <Button appearance="secondary" onPress={props.onBack}>
          {t("Back")}
        </Button>
      </div>
    </>
  );
}
