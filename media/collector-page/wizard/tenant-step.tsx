import type { JSX } from "preact";
import { t } from "../../../src/base/translated.ts";
import { cloudNames } from "../../../src/protocol/collector.ts";
import { Dropdown, TextField } from "../../shared/controls.tsx";
import { cloudLabels } from "../../shared/form/cloud-labels.ts";
import { Field } from "../../shared/form/field.tsx";
import type { CollectorHost } from "../collector-host.ts";
import { CredentialFields } from "./credential-fields.tsx";
import type { EditedTenant, Problems } from "./draft.ts";
import { EndpointFields } from "./endpoint-fields.tsx";

/** The first step: which tenant, and what opens it. */
export function TenantStep(props: {
  readonly tenant: EditedTenant;
  readonly problems: Problems;
  /** True when the tenant is collected already; its id can then no longer be changed. */
  readonly isKnown: boolean;
  readonly secret: string;
  readonly password: string;
  readonly host: CollectorHost;
  readonly onChange: (change: Partial<EditedTenant>) => void;
  readonly onSecret: (secret: string) => void;
  readonly onPassword: (password: string) => void;
  readonly onSubmit: () => void;
}): JSX.Element {
  const { tenant, problems, onChange, onSubmit } = props;
  return (
    <>
      <Field
        label={t("Name")}
        help={t("How the tenant is called here, for example contoso.com.")}
        problem={problems.name}
      >
        <TextField
          label={t("Name")}
          value={tenant.name}
          isInvalid={problems.name !== undefined}
          onInput={(name) => onChange({ name })}
          onSubmit={onSubmit}
        />
      </Field>
      <Field
        label={t("Cloud")}
        help={t("Where Microsoft keeps the tenant. Tokens are sent to this cloud's servers only.")}
      >
        <Dropdown
          label={t("Cloud")}
          value={tenant.cloud}
          options={cloudNames.map((value) => ({ value, label: cloudLabels[value] }))}
          onChange={(cloud) => onChange({ cloud })}
        />
      </Field>
      <Field
        label={t("Tenant id")}
        help={t("Directory (tenant) ID on the overview page of the app registration.")}
        problem={problems.tenantId}
      >
        <TextField
          label={t("Tenant id")}
          value={tenant.tenantId}
          placeholder="11111111-2222-3333-4444-555555555555"
          isInvalid={problems.tenantId !== undefined}
          disabled={props.isKnown}
          onInput={(tenantId) => onChange({ tenantId: tenantId.trim() })}
          onSubmit={onSubmit}
        />
      </Field>
      <Field
        label={t("Application id")}
        help={t(
          "Application (client) ID on the same page. Leave it empty when the app is not registered yet: the next step has a script that does it.",
        )}
        problem={problems.clientId}
      >
        <TextField
          label={t("Application id")}
          value={tenant.clientId}
          placeholder="11111111-2222-3333-4444-555555555555"
          isInvalid={problems.clientId !== undefined}
          onInput={(clientId) => onChange({ clientId: clientId.trim() })}
          onSubmit={onSubmit}
        />
      </Field>
      <CredentialFields {...props} />
      <EndpointFields
        endpoints={tenant.endpoints}
        problems={problems}
        onChange={(endpoints) => onChange({ endpoints })}
      />
    </>
  );
}
