import type { JSX } from "preact";
import { t } from "../../../src/base/translated.ts";
import type { Endpoints } from "../../../src/protocol/collector.ts";
import { TextField } from "../../shared/controls.tsx";
import { Field } from "../../shared/form/field.tsx";
import type { Problems } from "./draft.ts";
import "./endpoint-fields.css";

const fields = [
  { name: "login", label: t("Sign-in server"), instead: "https://login.microsoftonline.com" },
  { name: "graph", label: t("Graph server"), instead: "https://graph.microsoft.com" },
  { name: "management", label: t("Management Activity server"), instead: "https://manage.office.com" },
] as const;

/** Servers on this machine that stand for Microsoft's. */
export function EndpointFields(props: {
  readonly endpoints: Endpoints;
  readonly problems: Problems;
  readonly onChange: (endpoints: Endpoints) => void;
}): JSX.Element {
  const { endpoints, problems, onChange } = props;
  const isUsed = fields.some(({ name }) => endpoints[name] !== "" || problems[name] !== undefined);
  return (
    <details class="endpoints" open={isUsed}>
      <summary class="endpoints-summary">{t("Other servers (simulation)")}</summary>
      <p class="endpoints-help">
        {t("To try the collector without a tenant, servers on this machine take the place of Microsoft's.")}
      </p>
      {fields.map(({ name, label, instead }) => (
        <Field key={name} label={label} help={t("Takes the place of {0}.", instead)} problem={problems[name]}>
          <TextField
            label={label}
            value={endpoints[name]}
            placeholder="https://localhost:8443"
            isInvalid={problems[name] !== undefined}
            onInput={(value) => onChange({ ...endpoints, [name]: value.trim() })}
          />
        </Field>
      ))}
    </details>
  );
}
