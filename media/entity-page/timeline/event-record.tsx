import type { JSX } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import { t } from "../../../src/base/translated.ts";
import type { Entity } from "../../../src/protocol/entity/entity.ts";
import { entityOfValue } from "../../../src/protocol/entity/entity-of-value.ts";
import type { ReadRecord } from "../../../src/protocol/entity/entity-page.ts";
import type { ShownEvent } from "../../../src/protocol/entity/shown-event.ts";
import { CancelledError } from "../../../src/protocol/errors.ts";
import type { ResultColumn } from "../../../src/protocol/query.ts";
import { tableTitles } from "../../../src/protocol/words/table-titles.ts";
import { copiedText, fieldName } from "../../result-view/record/field-words.ts";
import type { RecordField } from "../../result-view/record/record-lines.ts";
import { RecordPane } from "../../result-view/record/record-pane.tsx";
import type { ResultHost } from "../../result-view/result-host.ts";
import { Button } from "../../shared/controls.tsx";
import { Menu, type MenuItem } from "../../shared/menu.tsx";
import { Message } from "../../shared/message.tsx";
import type { Anchor } from "../../shared/popup.tsx";
import type { EntityHost } from "../entity-host.ts";

const usualWidth = 380;

/** The whole record behind an event, beside the timeline. */
export function EventRecord(props: {
  readonly host: EntityHost;
  readonly event: ShownEvent;
  readonly entity: Entity;
  /** Where the event stands among the lines, from 0, and how many there are. */
  readonly row: number;
  readonly rowCount: number;
  readonly onRow: (by: 1 | -1) => void;
  readonly onClose: () => void;
}): JSX.Element {
  const { host, event, entity } = props;
  const { table, key, dt } = event;
  const [record, setRecord] = useState<ReadRecord | undefined>(undefined);
  /** Why there is no record to show. */
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const [width, setWidth] = useState(usualWidth);
  const [hidesEmpty, setHidesEmpty] = useState(true);
  const [menu, setMenu] = useState<{ readonly field: RecordField; readonly anchor: Anchor } | undefined>(undefined);
  useEffect(() => {
    setRecord(undefined);
    setProblem(undefined);
    if (table === undefined || key === undefined || dt === undefined) {
      setProblem(t("This event does not say which record it is of."));
      return;
    }
    const stop = new AbortController();
    host.request("readRecord", { table, key, day: dt }, stop.signal).then(
      (found) => {
        setRecord(found ?? undefined);
        if (found === null) setProblem(t("The lake does not hold this record any more. Read the page again."));
      },
      (error: unknown) => {
        if (!(error instanceof CancelledError)) setProblem(error instanceof Error ? error.message : String(error));
      },
    );
    return () => stop.abort();
  }, [host, table, key, dt]);
  const cells: ResultHost = useMemo(
    () => ({
      request: (async (_method: string, params: { readonly column: number }) =>
        host.request("readRecordCell", { column: params.column })) as ResultHost["request"],
      notify: () => undefined,
    }),
    [host],
  );
  const columns = record?.summary.columns ?? noColumns;
  const copy = (text: string): void => void host.request("copyText", { text }).catch(() => undefined);
  const nameOf = ({ column, path }: RecordField): string => fieldName(columns[column]?.name ?? "", path);
  if (problem !== undefined) {
    const close = (
      <Button appearance="secondary" onPress={props.onClose}>
        {t("Close")}
      </Button>
    );
    return (
      <aside class="event-problem">
        <Message icon="error" tone="error" text={problem} actions={close} />
      </aside>
    );
  }
  return (
    <>
      <RecordPane
        host={cells}
        request={{ resultId: record?.summary.resultId ?? "", row: props.row }}
        rowCount={props.rowCount}
        columns={columns}
        order={record?.order ?? []}
        cells={record?.cells}
        meanings={record?.meanings ?? []}
        activeColumn={0}
        clock="utc"
        width={width}
        hidesEmpty={hidesEmpty}
        modes={<span class="pane-title">{table === undefined ? t("Record") : tableTitles[table]}</span>}
        actions={{
          copyValue: (field) => copy(copiedText(field)),
          copyNameAndValue: (field) => copy(`${nameOf(field)}: ${copiedText(field)}`),
          menu: (field, anchor) => setMenu({ field, anchor }),
        }}
        onWidth={setWidth}
        onHideEmpty={setHidesEmpty}
        onRow={props.onRow}
        onClose={props.onClose}
      />
      {menu && (
        <Menu
          anchor={menu.anchor}
          label={t("Field")}
          groups={[
            pivot(menu.field),
            [
              { label: t("Copy value"), act: () => copy(copiedText(menu.field)) },
              { label: t("Copy name and value"), act: () => copy(`${nameOf(menu.field)}: ${copiedText(menu.field)}`) },
            ],
          ]}
          onClose={() => setMenu(undefined)}
        />
      )}
    </>
  );

  function pivot(field: RecordField): readonly MenuItem[] {
    const found = entityOfValue(columns[field.column]?.name ?? "", field.path, field.own);
    if (found === undefined) return [];
    const tenantId = event.tenantId ?? entity.tenantId;
    const meant: Entity = { ...found, ...(tenantId !== undefined && { tenantId }) };
    return [
      { label: t("Show what is known of it"), act: () => host.notify("showEntity", meant) },
      { label: t("Ask more about it…"), act: () => host.notify("askAboutEntity", meant) },
    ];
  }
}

const noColumns: readonly ResultColumn[] = [];
