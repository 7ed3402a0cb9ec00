import {
  type CompletionItem,
  CompletionItemKind,
  type CompletionList,
  type Range,
  TextEdit,
} from "vscode-languageserver/node";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { Completion, Item, ItemKind, TextRange } from "../language/language-answers.ts";

const itemKinds: Readonly<Record<ItemKind, CompletionItemKind>> = {
  table: CompletionItemKind.Class,
  view: CompletionItemKind.Interface,
  column: CompletionItemKind.Field,
  field: CompletionItemKind.Property,
  function: CompletionItemKind.Function,
  keyword: CompletionItemKind.Keyword,
  parameter: CompletionItemKind.Variable,
  value: CompletionItemKind.EnumMember,
  key: CompletionItemKind.Property,
};

export function rangeIn(document: TextDocument, { start, end }: TextRange): Range {
  return { start: document.positionAt(start), end: document.positionAt(end) };
}

/** Items in their order: by rank, and then as they were given. */
export function completionList(document: TextDocument, { items, replaces }: Completion): CompletionList {
  const range = rangeIn(document, replaces);
  return { isIncomplete: false, items: items.map((item, index) => completionItem(item, index, range)) };
}

function completionItem(item: Item, index: number, range: Range): CompletionItem {
  const order = String(index).padStart(5, "0");
  return {
    label: item.label,
    kind: itemKinds[item.kind],
    ...(item.detail !== undefined && { detail: item.detail, labelDetails: { description: item.detail } }),
    ...(item.documentation !== undefined && { documentation: item.documentation }),
    sortText: `${item.rank}${order}`,
    textEdit: TextEdit.replace(range, item.insert ?? item.label),
  };
}
