import { window } from "vscode";
import { plainLines, plainText } from "../words/plain-text.ts";

/** What a message is about, which decides its sign. */
export type MessageKind = "information" | "warning" | "error";

/** Shows a notification; answers with the button that was pressed. */
export async function tell(
  kind: MessageKind,
  message: string,
  buttons: readonly string[] = [],
): Promise<string | undefined> {
  return show(kind)(sentence(message), ...buttons.map(plainText));
}

/** Shows a dialog that waits for an answer, with an explanation of some lines under its sentence. */
export async function askInDialog(
  kind: MessageKind,
  message: string,
  detail: string,
  buttons: readonly string[],
): Promise<string | undefined> {
  return show(kind)(sentence(message), { modal: true, detail: plainLines(detail) }, ...buttons.map(plainText));
}

function show(kind: MessageKind): typeof window.showInformationMessage {
  if (kind === "information") return window.showInformationMessage;
  return kind === "warning" ? window.showWarningMessage : window.showErrorMessage;
}

/** A message of several lines, as an engine's may be, is one line in a notification. */
function sentence(message: string): string {
  const lines = message.split(/[\r\n]+/).map((line) => line.trim());
  return plainText(lines.filter((line) => line !== "").join(" "));
}
