import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { t } from "../../../src/base/translated.ts";
import type { DeployTarget } from "../../../src/protocol/aws/deploy-page.ts";
import { type CloudName, cloudNames } from "../../../src/protocol/collector.ts";
import type { HeldCertificate } from "../../../src/protocol/collector-page.ts";
import { CancelledError } from "../../../src/protocol/errors.ts";
import { isDay } from "../../../src/protocol/log-day.ts";
import { Button, Dropdown, RadioGroup, TextField } from "../../shared/controls.tsx";
import { cloudLabels } from "../../shared/form/cloud-labels.ts";
import { Field } from "../../shared/form/field.tsx";
import { Icon } from "../../shared/icon.tsx";
import type { DeployHost } from "../deploy-host.ts";
import { FailureMessage } from "../failure-message.tsx";
import { type Failure, failureOf } from "../use-operation.ts";

const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

interface Problems {
  readonly tenantId?: string;
  readonly clientId?: string;
  readonly credential?: string;
  readonly expires?: string;
}

/** What the functions sign in to a tenant with; a secret leaves the page with the button, and its field is emptied. */
export function CredentialForm(props: {
  readonly host: DeployHost;
  readonly target: DeployTarget;
  readonly stack: string;
  /** The tenant whose credential is replaced; none for a new tenant. */
  readonly replaced: string | undefined;
  readonly onKept: (tenantId: string) => void;
  readonly onCancel: (() => void) | undefined;
}): JSX.Element {
  const { host, target, stack, replaced, onKept, onCancel } = props;
  const [tenantId, setTenantId] = useState(replaced ?? "");
  const [clientId, setClientId] = useState("");
  const [cloud, setCloud] = useState<CloudName>("global");
  const [kind, setKind] = useState<"secret" | "certificate">("secret");
  const [secret, setSecret] = useState("");
  const [expires, setExpires] = useState("");
  const [certificate, setCertificate] = useState<HeldCertificate>();
  const [password, setPassword] = useState("");
  const [problems, setProblems] = useState<Problems>({});
  const [failure, setFailure] = useState<Failure>();
  const [isKeeping, setKeeping] = useState(false);

  const pick = async (): Promise<void> => {
    setFailure(undefined);
    try {
      const file = await host.request("pickCertificate", null);
      if (file !== null) setCertificate(file);
    } catch (error) {
      if (!(error instanceof CancelledError)) setFailure(failureOf(error));
    }
  };
  const keep = async (): Promise<void> => {
    const id = certificate?.id;
    const found: Problems = {
      ...(!guid.test(tenantId) && { tenantId: t("Enter the directory (tenant) id, a GUID.") }),
      ...(!guid.test(clientId) && { clientId: t("Enter the application (client) id, a GUID.") }),
      ...(kind === "secret" && secret.trim() === "" && { credential: t("Enter the client secret.") }),
      ...(kind === "secret" &&
        guid.test(secret.trim()) && {
          credential: t("This looks like the secret's id. Paste its value."),
        }),
      ...(kind === "secret" && expires !== "" && !isDay(expires) && { expires: t("Write the day as 2027-05-31.") }),
      ...(kind === "certificate" && id === undefined && { credential: t("Choose the certificate's file.") }),
    };
    setProblems(found);
    setFailure(undefined);
    if (Object.keys(found).length > 0) return;
    setKeeping(true);
    const credential =
      kind === "secret" ? ({ kind, secret: secret.trim() } as const) : ({ kind, id: id ?? "", password } as const);
    // From here on it is with the host, whatever comes of it.
    setSecret("");
    setPassword("");
    try {
      const end = kind === "secret" && expires !== "" ? { expires } : {};
      await host.request("putTenant", { ...target, stack, tenantId, clientId, cloud, credential, ...end });
      onKept(tenantId.toLowerCase());
    } catch (error) {
      if (!(error instanceof CancelledError)) setFailure(failureOf(error));
    } finally {
      setKeeping(false);
    }
  };

  return (
    <>
      <Field label={t("Cloud")} help={t("Where Microsoft keeps the tenant.")}>
        <Dropdown
          label={t("Cloud")}
          value={cloud}
          options={cloudNames.map((value) => ({ value, label: cloudLabels[value] }))}
          onChange={setCloud}
        />
      </Field>
      {replaced === undefined && (
        <IdField
          label={t("Tenant id")}
          help={t("Directory (tenant) ID on the overview page of the app registration.")}
          value={tenantId}
          problem={problems.tenantId}
          onInput={setTenantId}
        />
      )}
      <IdField
        label={t("Application id")}
        help={
          replaced === undefined
            ? t("Application (client) ID on the same page.")
            : t("Application (client) ID on the overview page of the app registration.")
        }
        value={clientId}
        problem={problems.clientId}
        onInput={setClientId}
      />
      <Field label={t("Signs in with")}>
        <RadioGroup
          label={t("Signs in with")}
          value={kind}
          options={[
            { value: "secret", label: t("Client secret") },
            { value: "certificate", label: t("Certificate") },
          ]}
          onChange={(chosen) => {
            setKind(chosen);
            setSecret("");
            setPassword("");
          }}
        />
      </Field>
      {kind === "secret" ? (
        <>
          <Field
            label={t("Client secret")}
            help={t(
              "The secret's Value, which is shown once, not its Secret ID. The field is emptied when it is kept.",
            )}
            problem={problems.credential}
          >
            <TextField
              label={t("Client secret")}
              value={secret}
              isSecret
              isInvalid={problems.credential !== undefined}
              onInput={setSecret}
              onSubmit={() => void keep()}
            />
          </Field>
          <Field
            label={t("Last day")}
            help={t(
              "The day that the secret expires, as Entra shows it. An alarm reminds you 30 days before; without it, none can.",
            )}
            problem={problems.expires}
          >
            <TextField
              label={t("Last day of the secret")}
              value={expires}
              placeholder="2027-05-31"
              isInvalid={problems.expires !== undefined}
              onInput={(text) => setExpires(text.trim())}
              onSubmit={() => void keep()}
            />
          </Field>
        </>
      ) : (
        <>
          <Field
            label={t("Certificate")}
            help={t("A PEM file with the certificate and its private key, or a PFX file.")}
            problem={problems.credential}
          >
            <div class="deploy-file">
              <Button appearance="secondary" icon="file" onPress={() => void pick()}>
                {t("Choose file…")}
              </Button>
              {certificate && <span>{certificate.fileName}</span>}
            </div>
          </Field>
          {certificate && (
            <Field label={t("Password")} help={t("Of the file. Leave it empty when it has none.")}>
              <TextField
                label={t("Password of the certificate's file")}
                value={password}
                isSecret
                onInput={setPassword}
                onSubmit={() => void keep()}
              />
            </Field>
          )}
        </>
      )}
      {failure && <FailureMessage host={host} failure={failure} />}
      <div class="deploy-actions">
        <Button appearance="primary" disabled={isKeeping} onPress={() => void keep()}>
          {t("Keep the credential")}
        </Button>
        {onCancel !== undefined && (
          <Button appearance="secondary" disabled={isKeeping} onPress={onCancel}>
            {t("Cancel")}
          </Button>
        )}
        {isKeeping && (
          <span role="status">
            <Icon name="loading" spin /> {t("Handing it to Parameter Store…")}
          </span>
        )}
      </div>
    </>
  );
}

function IdField(props: {
  readonly label: string;
  readonly help: string;
  readonly value: string;
  readonly problem: string | undefined;
  readonly onInput: (value: string) => void;
}): JSX.Element {
  const { label, help, value, problem, onInput } = props;
  return (
    <Field label={label} help={help} problem={problem}>
      <TextField
        label={label}
        value={value}
        placeholder="11111111-2222-3333-4444-555555555555"
        isInvalid={problem !== undefined}
        onInput={(text) => onInput(text.trim())}
      />
    </Field>
  );
}
