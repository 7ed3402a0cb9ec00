import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { t } from "../../../src/base/translated.ts";
import { CancelledError } from "../../../src/protocol/errors.ts";
import { Button, LinkButton, RadioGroup, TextField } from "../../shared/controls.tsx";
import { Field } from "../../shared/form/field.tsx";
import { Icon } from "../../shared/icon.tsx";
import type { CollectorHost } from "../collector-host.ts";
import type { EditedTenant, Problems } from "./draft.ts";
import "./credential-fields.css";

interface CredentialProps {
  readonly tenant: EditedTenant;
  readonly problems: Problems;
  /** What is typed and not handed to the host yet. */
  readonly secret: string;
  readonly password: string;
  readonly host: CollectorHost;
  readonly onChange: (change: Partial<EditedTenant>) => void;
  readonly onSecret: (secret: string) => void;
  readonly onPassword: (password: string) => void;
  readonly onSubmit: () => void;
}

/** What the collector signs in with. A secret leaves the page with the step and is then only named. */
export function CredentialFields(props: CredentialProps): JSX.Element {
  const { tenant, onChange } = props;
  const choose = (credentialKind: EditedTenant["credentialKind"]): void => {
    props.onSecret("");
    props.onPassword("");
    onChange({
      credentialKind,
      credential: credentialKind === "person" ? { kind: "person", flow: "browser" } : undefined,
      credentialWords: "",
    });
  };
  return (
    <>
      <Field label={t("Signs in with")}>
        <RadioGroup
          label={t("Signs in with")}
          value={tenant.credentialKind}
          options={[
            { value: "secret", label: t("Client secret") },
            { value: "certificate", label: t("Certificate") },
            { value: "person", label: t("A signed-in person") },
          ]}
          onChange={choose}
        />
      </Field>
      {tenant.credentialKind === "secret" && <SecretField {...props} />}
      {tenant.credentialKind === "certificate" && <CertificateFields {...props} />}
      {tenant.credentialKind === "person" && <PersonFields {...props} />}
    </>
  );
}

function SecretField(props: CredentialProps): JSX.Element {
  const { tenant, problems } = props;
  const label = t("Client secret");
  if (tenant.credential !== undefined) return <HeldCredential {...props} label={label} />;
  return (
    <Field
      label={label}
      help={t(
        "The secret's Value, which is shown once, not its Secret ID. It is kept in this editor's secret storage.",
      )}
      problem={problems.credential}
    >
      <TextField
        label={label}
        value={props.secret}
        isSecret
        isInvalid={problems.credential !== undefined}
        onInput={props.onSecret}
        onSubmit={props.onSubmit}
      />
    </Field>
  );
}

function CertificateFields(props: CredentialProps): JSX.Element {
  const { tenant, problems, host, onChange } = props;
  const [failure, setFailure] = useState<string>();
  const pick = async (): Promise<void> => {
    setFailure(undefined);
    try {
      const file = await host.request("pickCertificate", null);
      if (file === null) return;
      const words = `${file.fileName} (${file.format.toUpperCase()})`;
      onChange({ credential: { kind: "held", id: file.id }, credentialWords: words });
    } catch (error) {
      if (!(error instanceof CancelledError)) setFailure(error instanceof Error ? error.message : String(error));
    }
  };
  if (tenant.credential !== undefined) {
    return (
      <>
        <HeldCredential {...props} label={t("Certificate")} />
        {tenant.credential.kind === "held" && (
          <Field label={t("Password")} help={t("Of the file. Leave it empty when it has none.")}>
            <TextField
              label={t("Password of the certificate's file")}
              value={props.password}
              isSecret
              onInput={props.onPassword}
              onSubmit={props.onSubmit}
            />
          </Field>
        )}
      </>
    );
  }
  return (
    <Field
      label={t("Certificate")}
      help={t(
        "A PEM file with the certificate and its private key, or a PFX file. It is kept in this editor's secret storage.",
      )}
      problem={failure ?? problems.credential}
    >
      <div>
        <Button appearance="secondary" icon="file" onPress={() => void pick()}>
          {t("Choose file…")}
        </Button>
      </div>
    </Field>
  );
}

function PersonFields({ tenant, onChange }: CredentialProps): JSX.Element {
  const flow = tenant.credential?.kind === "person" ? tenant.credential.flow : "browser";
  return (
    <Field
      label={t("Sign in")}
      help={
        flow === "browser"
          ? t(
              "Opens your browser when the tenant is checked. The person needs a role that reads the logs, such as Security Reader.",
            )
          : t("Shows a code to enter on another device. Many tenants block it, and our own detections look for it.")
      }
    >
      <RadioGroup
        label={t("Sign in")}
        value={flow}
        options={[
          { value: "browser", label: t("In the browser") },
          { value: "device-code", label: t("With a code on another device") },
        ]}
        onChange={(chosen) => onChange({ credential: { kind: "person", flow: chosen } })}
      />
    </Field>
  );
}

/** A credential that is with the host: named, never shown. */
function HeldCredential(props: CredentialProps & { readonly label: string }): JSX.Element {
  const { tenant, onChange, label } = props;
  const forget = (): void => onChange({ credential: undefined, credentialWords: "" });
  return (
    <Field label={label} help={t("It is with the editor, and is not shown again.")}>
      <div class="credential-held">
        <Icon name="lock" />
        <span>{tenant.credentialWords}</span>
        <LinkButton onPress={forget} label={t("Change the {0}", label.toLowerCase())}>
          {t("Change")}
        </LinkButton>
      </div>
    </Field>
  );
}
