import type { JSX } from "preact";
import { t } from "../../../src/base/translated.ts";
import "./step-list.css";

/** The steps on the left, in their order; each can be gone to, but for those that are not open yet. */
export function StepList<Step extends string>(props: {
  readonly steps: readonly { readonly step: Step; readonly label: string; readonly isClosed?: boolean }[];
  readonly step: Step;
  readonly onStep: (step: Step) => void;
}): JSX.Element {
  return (
    <nav class="steps" aria-label={t("Steps")}>
      <ol class="steps-list">
        {props.steps.map(({ step, label, isClosed }, index) => (
          <li key={step}>
            <button
              type="button"
              class="steps-step"
              disabled={isClosed ?? false}
              {...(step === props.step && { "aria-current": "step" })}
              onClick={() => props.onStep(step)}
            >
              <span class="steps-number">{index + 1}</span>
              {label}
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}
