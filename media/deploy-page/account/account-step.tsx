import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../../../src/base/translated.ts";
import type { DeployStart } from "../../../src/protocol/aws/deploy-page.ts";
import type { DeployAccount } from "../../../src/protocol/aws/stack-deployments.ts";
import { Button, Dropdown, TextField } from "../../shared/controls.tsx";
import { Field } from "../../shared/form/field.tsx";
import { Icon } from "../../shared/icon.tsx";
import { Message } from "../../shared/message.tsx";
import { type DeployDraft, regionProblem } from "../deploy-draft.ts";
import type { DeployHost } from "../deploy-host.ts";
import { FailureMessage } from "../failure-message.tsx";
import type { Operation } from "../use-operation.ts";
import { StackChoice } from "./stack-choice.tsx";

const environment = "\u0000environment";
const another = "another";

/** Who deploys, where, and which stack. */
export function AccountStep(props: {
  readonly host: DeployHost;
  readonly start: DeployStart;
  readonly draft: DeployDraft;
  readonly account: Operation<DeployAccount>;
  readonly onChange: (change: Partial<DeployDraft>) => void;
  /** Another profile or region: what was found before is of another account. */
  readonly onTarget: (change: Partial<DeployDraft>) => void;
  readonly onLook: () => void;
  readonly onCancel: () => void;
  readonly onNext: () => void;
  readonly onDelete: () => void;
  readonly onFollow: () => void;
}): JSX.Element {
  const { host, start, draft, account, onTarget, onLook } = props;
  const isListed = start.regions.some(({ region }) => region === draft.region);
  const [types, setTypes] = useState(!isListed && draft.region !== "");
  const [problem, setProblem] = useState<string>();
  const look = (): void => {
    const found = regionProblem(draft.region);
    setProblem(found);
    if (found === undefined) onLook();
  };
  if (start.profiles.length === 0)
    return (
      <Message
        icon="account"
        text={t(
          "There is no AWS profile on this machine. Sign in with: aws login, or make one with: aws configure sso. Then open this page again.",
        )}
      />
    );
  return (
    <>
      <Field
        label={t("Profile")}
        help={t("Whose credentials make the stack: a profile of the AWS files on this machine.")}
      >
        <Dropdown
          label={t("Profile")}
          value={draft.profile ?? environment}
          options={start.profiles.map(({ name, region }) => ({
            value: name ?? environment,
            label: [name ?? t("This editor's environment"), ...(region === undefined ? [] : [`(${region})`])].join(" "),
          }))}
          onChange={(value) => {
            const profile = start.profiles.find(({ name }) => (name ?? environment) === value);
            onTarget({ profile: profile?.name, ...(profile?.region !== undefined && { region: profile.region }) });
          }}
        />
      </Field>
      <Field
        label={t("Region")}
        help={t("Where the logs are kept. Choose one near the tenant, and one in which its logs may lie.")}
        problem={problem}
      >
        {types ? (
          <TextField
            label={t("Region")}
            value={draft.region}
            placeholder={t("eu-central-1")}
            isInvalid={problem !== undefined}
            onInput={(region) => onTarget({ region: region.trim() })}
            onSubmit={look}
          />
        ) : (
          <Dropdown
            label={t("Region")}
            value={draft.region}
            options={[
              ...start.regions.map(({ region, place }) => ({ value: region, label: `${region} (${place})` })),
              { value: another, label: t("Another region…") },
            ]}
            onChange={(region) => {
              setTypes(region === another);
              onTarget({ region: region === another ? "" : region });
            }}
          />
        )}
      </Field>
      {account.failure && <FailureMessage host={host} failure={account.failure} onRetry={look} />}
      {account.result && <Found account={account.result} />}
      {account.result && <StackChoice {...props} account={account.result} />}
      {account.state !== "done" && (
        <div class="deploy-actions">
          <Button appearance="primary" disabled={account.state === "running"} onPress={look}>
            {t("Look at the account")}
          </Button>
          {account.state === "running" && (
            <>
              <Button appearance="secondary" onPress={props.onCancel}>
                {t("Cancel")}
              </Button>
              <span role="status">
                <Icon name="loading" spin /> {t("Asking who is signed in, and which stacks there are…")}
              </span>
            </>
          )}
          {account.state === "cancelled" && <span role="status">{t("Cancelled. Nothing was made or changed.")}</span>}
        </div>
      )}
    </>
  );
}

function Found({ account }: { readonly account: DeployAccount }): JSX.Element {
  const line = useRef<HTMLParagraphElement>(null);
  // The button that asked is gone; whoever uses keys goes on from the answer, with the stack's name.
  useEffect(() => {
    if (document.activeElement === document.body) line.current?.focus();
  }, []);
  return (
    <>
      <p class="deploy-account" role="status" tabIndex={-1} ref={line}>
        <span class="deploy-good">
          <Icon name="pass" />
        </span>{" "}
        {t("Account")} {account.account}
        {t(", as")} <span class="deploy-name">{account.caller}</span>
      </p>
      {account.warnings.map((warning) => (
        <Message key={warning} icon="warning" text={warning} />
      ))}
    </>
  );
}
