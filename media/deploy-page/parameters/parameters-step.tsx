import type { JSX } from "preact";
import { t } from "../../../src/base/translated.ts";
import type { DeployForm, DeployParameter } from "../../../src/protocol/aws/stack-deployments.ts";
import { counted } from "../../shared/amounts.ts";
import { Button, Dropdown, TextField } from "../../shared/controls.tsx";
import { Field } from "../../shared/form/field.tsx";
import { parameterTitle } from "../deploy-draft.ts";

type Values = Readonly<Record<string, string>>;

/** The template's parameters; a group that needs no look is folded in. */
export function ParametersStep(props: {
  readonly form: DeployForm;
  readonly values: Values;
  readonly problems: Values;
  /** While AWS is at work with them, they cannot be changed. */
  readonly isLocked: boolean;
  readonly onChange: (name: string, value: string) => void;
  readonly onNext: () => void;
  readonly onBack: () => void;
}): JSX.Element {
  const { form, values, problems, isLocked, onChange, onNext, onBack } = props;
  return (
    <>
      {form.groups.map((group, index) => (
        <Group key={group.title} {...group} values={values} problems={problems} isFirst={index === 0}>
          {group.parameters.map((parameter) => (
            <ParameterField
              key={parameter.name}
              parameter={parameter}
              value={values[parameter.name] ?? ""}
              problem={problems[parameter.name]}
              onChange={(value) => onChange(parameter.name, value)}
              onSubmit={onNext}
            />
          ))}
        </Group>
      ))}
      <div class="deploy-actions">
        <Button appearance="primary" disabled={isLocked} onPress={onNext}>
          {t("Next: review")}
        </Button>
        <Button appearance="secondary" onPress={onBack}>
          {t("Back")}
        </Button>
      </div>
    </>
  );
}

function Group(props: {
  readonly title: string;
  readonly parameters: readonly DeployParameter[];
  readonly values: Values;
  readonly problems: Values;
  readonly isFirst: boolean;
  readonly children: JSX.Element[];
}): JSX.Element {
  const { title, parameters, values, problems, isFirst, children } = props;
  const changed = parameters.filter(({ name, default: value }) => values[name] !== value).length;
  const isWrong = parameters.some(({ name }) => problems[name] !== undefined);
  return (
    <details class="deploy-group" open={isFirst || isWrong}>
      <summary class="deploy-group-title">
        {title}{" "}
        <span class="deploy-dim">
          {counted(parameters.length, t("{0} parameter"), t("{0} parameters"))},{" "}
          {changed === 0 ? t("all as proposed") : t("{0} changed", changed)}
        </span>
      </summary>
      <div class="deploy-group-fields">{children}</div>
    </details>
  );
}

function ParameterField(props: {
  readonly parameter: DeployParameter;
  readonly value: string;
  readonly problem: string | undefined;
  readonly onChange: (value: string) => void;
  readonly onSubmit: () => void;
}): JSX.Element {
  const { parameter, value, problem, onChange, onSubmit } = props;
  const title = parameterTitle(parameter.name);
  return (
    <Field label={title} help={parameter.help} problem={problem}>
      {parameter.choices === undefined ? (
        <TextField
          label={title}
          value={value}
          isInvalid={problem !== undefined}
          onInput={onChange}
          onSubmit={onSubmit}
        />
      ) : (
        <Dropdown
          label={title}
          value={value}
          options={parameter.choices.map((choice) => ({ value: choice, label: choice }))}
          onChange={onChange}
        />
      )}
    </Field>
  );
}
