import { type MessageOptions, window } from "vscode";

/** A dialog that was to be shown: its sentence, its explanation, its buttons. */
export interface AskedDialog {
  readonly message: string;
  readonly detail: string;
  readonly buttons: readonly string[];
}

/** Answers of a person to dialogs, while VS Code is not asked. */
export interface DialogAnswers {
  /** Oldest first. */
  readonly asked: readonly AskedDialog[];
  /** The button that is pressed from now on where there is one; `undefined` leaves dialogs. */
  press: string | undefined;
  dispose(): void;
}

type Show = (message: string, ...rest: readonly unknown[]) => Thenable<string | undefined>;

/** VS Code shows no dialog while it runs tests (`src/vs/workbench/services/dialogs/common/dialogService.ts`), so they are answered where they are asked. */
export function answerDialogs(press?: string): DialogAnswers {
  const asked: AskedDialog[] = [];
  const shown = window as unknown as Record<"showWarningMessage" | "showInformationMessage", Show>;
  const names = ["showWarningMessage", "showInformationMessage"] as const;
  const before = names.map((name) => shown[name]);
  const answers: DialogAnswers = {
    asked,
    press,
    dispose: () => {
      for (const [index, name] of names.entries()) shown[name] = before[index] as Show;
    },
  };
  for (const [index, name] of names.entries())
    shown[name] = async (message, ...rest) => {
      const [options, ...buttons] = rest;
      if (!isModal(options)) return before[index]?.(message, ...rest);
      asked.push({ message, detail: options.detail ?? "", buttons: buttons.map(String) });
      return buttons.map(String).find((button) => button === answers.press);
    };
  return answers;
}

function isModal(options: unknown): options is MessageOptions {
  return typeof options === "object" && options !== null && "modal" in options && options.modal === true;
}
