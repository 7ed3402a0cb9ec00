import { type QuickPickItem, QuickPickItemKind, window } from "vscode";
import { plainText } from "../words/plain-text.ts";

/** One line of a list to choose from, or the heading of the lines after it. */
export interface Choice<Value> {
  readonly label: string;
  /** A codicon before the label. */
  readonly icon?: string;
  readonly description?: string;
  readonly detail?: string;
  /** Left out for a heading. */
  readonly value?: Value;
}

export interface ChoiceOptions {
  readonly title?: string;
  readonly placeHolder?: string;
  /** Keeps the list open when the person looks elsewhere. */
  readonly stays?: boolean;
  /** Finds what is typed in descriptions and details too. */
  readonly findsAll?: boolean;
}

/** Lets a person choose any of several, of which some are ticked; `undefined` when the list was left. */
export async function pickMany<Value>(
  choices: readonly (Omit<Choice<Value>, "value"> & { readonly value: Value; readonly isTicked: boolean })[],
  { title, placeHolder }: Pick<ChoiceOptions, "title" | "placeHolder">,
): Promise<readonly Value[] | undefined> {
  const items = choices.map(({ label, description, detail, value, isTicked }) => ({
    label: plainText(label),
    ...(description !== undefined && { description: plainText(description) }),
    ...(detail !== undefined && { detail: plainText(detail) }),
    picked: isTicked,
    value,
  }));
  const chosen = await window.showQuickPick(items, {
    canPickMany: true,
    ...(title !== undefined && { title: plainText(title) }),
    ...(placeHolder !== undefined && { placeHolder: plainText(placeHolder) }),
  });
  return chosen?.map(({ value }) => value);
}

/** Lets a person choose one of several; `undefined` when none was chosen. */
export async function pickOne<Value>(
  choices: readonly Choice<Value>[],
  { title, placeHolder, stays, findsAll }: ChoiceOptions,
): Promise<Value | undefined> {
  const items = choices.map((choice): QuickPickItem & { readonly value?: Value } => {
    const { label, icon, description, detail, value } = choice;
    if (value === undefined) return { label: plainText(label), kind: QuickPickItemKind.Separator };
    return {
      label: icon === undefined ? plainText(label) : `$(${icon}) ${plainText(label)}`,
      ...(description !== undefined && { description: plainText(description) }),
      ...(detail !== undefined && { detail: plainText(detail) }),
      value,
    };
  });
  const chosen = await window.showQuickPick(items, {
    ...(title !== undefined && { title: plainText(title) }),
    ...(placeHolder !== undefined && { placeHolder: plainText(placeHolder) }),
    ...(stays && { ignoreFocusOut: true }),
    ...(findsAll && { matchOnDescription: true, matchOnDetail: true }),
  });
  return chosen?.value;
}

/** Lets a person choose several; `undefined` when the list was left. */
export async function pickSeveral<Value>(
  choices: readonly (Choice<Value> & { readonly picked?: boolean })[],
  { title, placeHolder }: ChoiceOptions,
): Promise<readonly Value[] | undefined> {
  const items = choices.map(({ label, description, picked, value }) => ({
    label: plainText(label),
    picked: picked === true,
    value,
    ...(description !== undefined && { description: plainText(description) }),
  }));
  const chosen = await window.showQuickPick(items, {
    canPickMany: true,
    ...(title !== undefined && { title: plainText(title) }),
    ...(placeHolder !== undefined && { placeHolder: plainText(placeHolder) }),
  });
  return chosen?.flatMap(({ value }) => (value === undefined ? [] : [value]));
}
