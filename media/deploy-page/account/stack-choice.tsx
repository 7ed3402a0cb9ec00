import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { t } from "../../../src/base/translated.ts";
import type { DeployAccount } from "../../../src/protocol/aws/stack-deployments.ts";
import { Button, RadioGroup, TextField } from "../../shared/controls.tsx";
import { Field } from "../../shared/form/field.tsx";
import { Message } from "../../shared/message.tsx";
import { chosenStack, type DeployDraft, freeName, stackProblem } from "../deploy-draft.ts";

/** No name of a stack has a space. */
const newStack = "a new one";

/** A new stack, or one of those that are there. */
export function StackChoice(props: {
  readonly account: DeployAccount;
  readonly draft: DeployDraft;
  readonly onChange: (change: Partial<DeployDraft>) => void;
  readonly onNext: () => void;
  readonly onDelete: () => void;
  readonly onFollow: () => void;
  readonly onLook: () => void;
}): JSX.Element {
  const { account, draft, onChange, onNext, onDelete } = props;
  const { stacks } = account;
  const [problem, setProblem] = useState<string>();
  const chosen = chosenStack(account, draft);
  const standing = chosen?.standing ?? "well";
  const isWaitedFor = standing === "making" || standing === "deleting";
  const isInTheWay = standing === "failed" || standing === "broken";
  const next = (): void => {
    const found = chosen === undefined ? stackProblem(account, draft.newName) : undefined;
    setProblem(found);
    if (found === undefined) onNext();
  };
  return (
    <>
      {stacks.length > 0 && (
        <Field
          label={t("Stack")}
          help={t("An existing one is updated to this version of TenantTrail and to what you choose.")}
        >
          <RadioGroup
            label={t("Stack")}
            value={chosen?.name ?? newStack}
            options={[
              ...stacks.map(({ name, version }) => ({
                value: name,
                label: version === undefined ? name : `${name} (${version})`,
              })),
              { value: newStack, label: t("A new stack") },
            ]}
            onChange={(name) => {
              setProblem(undefined);
              if (name !== newStack) {
                onChange({ stack: name, isNaming: false });
                return;
              }
              const newName = freeName(account, draft.newName);
              onChange({ stack: newName, newName, isNaming: true });
            }}
          />
        </Field>
      )}
      {chosen?.trouble !== undefined && (
        <Message
          icon={isWaitedFor ? "watch" : "warning"}
          text={chosen.trouble}
          actions={
            isWaitedFor && (
              <>
                <Button appearance="primary" onPress={props.onFollow}>
                  {t("Follow it")}
                </Button>
                <Button appearance="secondary" onPress={props.onLook}>
                  {t("Look again")}
                </Button>
              </>
            )
          }
        />
      )}
      {chosen === undefined && (
        <Field
          label={t("Name")}
          help={t("Of the CloudFormation stack; the names of what is made in it begin so.")}
          problem={problem}
        >
          <TextField
            label={t("Name")}
            value={draft.newName}
            isInvalid={problem !== undefined}
            onInput={(name) => onChange({ newName: name.trim(), stack: name.trim(), isNaming: true })}
            onSubmit={next}
          />
        </Field>
      )}
      <div class="deploy-actions">
        {!isInTheWay && !isWaitedFor && (
          <Button appearance="primary" onPress={next}>
            {t("Next: parameters")}
          </Button>
        )}
        {chosen !== undefined && !isWaitedFor && (
          <Button appearance={isInTheWay ? "primary" : "secondary"} icon="trash" onPress={onDelete}>
            {t("Delete stack…")}
          </Button>
        )}
      </div>
    </>
  );
}
