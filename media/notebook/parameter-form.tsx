import type { JSX } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import { t } from "../../src/base/translated.ts";
import type {
  ParameterForm as Form,
  FormNews,
  FormNotifications,
  FormParameter,
  FormRequests,
} from "../../src/protocol/notebook/parameter-form.ts";
import { Button, LinkButton, TextArea, TextField } from "../shared/controls.tsx";
import { Icon } from "../shared/icon.tsx";
import { MarkedText } from "../shared/marked-text.tsx";
import { Message } from "../shared/message.tsx";
import type { RequestClient } from "../shared/request-client.ts";
import { PendingTexts } from "./pending-texts.ts";
import "./parameter-form.css";

export type FormHost = RequestClient<FormRequests, FormNotifications, FormNews>;

/** How long typing must pause before a value counts, in milliseconds. */
const pause = 400;

/** The parameters of a notebook's header: set once, for all cells. */
export function ParameterForm(props: { readonly host: FormHost }): JSX.Element {
  const { host } = props;
  const [form, setForm] = useState<Form | undefined>(undefined);
  const [failure, setFailure] = useState<string | undefined>(undefined);
  const take = async (asked: Promise<Form>): Promise<boolean> => {
    try {
      setForm(await asked);
      return true;
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
      return false;
    }
  };
  const pending = useMemo(() => {
    const tell = (name: string, text: string | undefined): Promise<boolean> =>
      take(host.request("setParameter", { name, ...(text !== undefined && { text }) }));
    return new PendingTexts(tell, pause);
  }, [host]);
  useEffect(() => {
    host.on("changed", setForm);
    void take(host.request("readForm", null));
    return () => pending.dispose();
  }, [host]);
  const runAll = async (): Promise<void> => {
    // The cells must not begin with values that the form no longer shows.
    if (await pending.tellAll()) host.notify("runAll", null);
  };
  if (failure !== undefined) return <Message icon="error" tone="error" text={failure} />;
  if (form === undefined) return <Message icon="info" text={t("Reading the parameters…")} />;
  return (
    <section class="form" aria-label={t("Parameters of the notebook")}>
      {form.description !== undefined && (
        <p class="form-about">
          <MarkedText text={form.description} lines="kept" />
        </p>
      )}
      {form.problems.map(({ line, text }) => (
        <p key={`${line} ${text}`} class="form-problem" role="alert">
          <Icon name="warning" />
          <span>
            {t("Line")} {line}: <MarkedText text={text} />
          </span>
        </p>
      ))}
      {form.parameters.length === 0 ? (
        <p class="form-about">{t("The cells of this notebook have no parameters.")}</p>
      ) : (
        <div class="form-fields">
          {form.parameters.map((parameter) => (
            <ParameterField key={parameter.name} parameter={parameter} pending={pending} />
          ))}
        </div>
      )}
      <div class="form-actions">
        <Button appearance="primary" icon="run-all" onPress={() => void runAll()}>
          {t("Run all cells")}
        </Button>
        {form.parameters.length > 0 && (
          <span class="form-hint">{t("Values are kept in this workspace, not in the file.")}</span>
        )}
      </div>
    </section>
  );
}

function ParameterField(props: { readonly parameter: FormParameter; readonly pending: PendingTexts }): JSX.Element {
  const { parameter, pending } = props;
  const { name, type, text, preset, description, problem, note } = parameter;
  const [typed, setTyped] = useState(text);
  useEffect(() => {
    // An answer to an earlier text does not undo what was typed since.
    if (!pending.waits(name)) setTyped(text);
  }, [text]);
  const isChanged = preset !== undefined && text !== preset;
  return (
    <>
      <span class="form-name">:{name}</span>
      <div class="form-value">
        {type.startsWith("array") ? (
          <TextArea
            label={`:${name}, ${type}`}
            placeholder={
              preset === undefined ? t("Asked for when a cell runs; one value a line") : t("One value a line")
            }
            value={typed}
            isInvalid={problem !== undefined}
            onInput={(value) => {
              setTyped(value);
              pending.type(name, value);
            }}
            onLeave={() => pending.leave(name)}
          />
        ) : (
          <TextField
            label={`:${name}, ${type}`}
            placeholder={preset === undefined ? t("Asked for when a cell runs") : ""}
            value={typed}
            isInvalid={problem !== undefined}
            onInput={(value) => {
              setTyped(value);
              pending.type(name, value);
            }}
            onSubmit={() => pending.tell(name, typed)}
            onLeave={() => pending.leave(name)}
          />
        )}
        {isChanged && (
          <LinkButton label={t("Take the default of :{0}", name)} onPress={() => pending.tell(name, undefined)}>
            {t("Default")}
          </LinkButton>
        )}
      </div>
      <span class="form-detail">
        {problem !== undefined && <span class="form-wrong">{problem}. </span>}
        <MarkedText text={[type, note, description].filter(Boolean).join(" · ")} />
      </span>
    </>
  );
}
