import type { JSX } from "preact";
import "./step-list.css";

export type Step = "tenant" | "permissions" | "check";

const steps = [
  { step: "tenant", label: "Tenant" },
  { step: "permissions", label: "Permissions" },
  { step: "check", label: "Check and add" },
] as const;

/** The steps on the left, in their order; each can be gone to. */
export function StepList(props: { readonly step: Step; readonly onStep: (step: Step) => void }): JSX.Element {
  return (
    <nav class="steps" aria-label="Steps">
      <ol class="steps-list">
        {steps.map(({ step, label }, index) => (
          <li key={step}>
            <button
              type="button"
              class="steps-step"
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
