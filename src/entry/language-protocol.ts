import {
  type CodeAction,
  CodeActionKind,
  type CompletionItem,
  CompletionItemKind,
  type CompletionList,
  type Diagnostic,
  DiagnosticSeverity,
  type DocumentSymbol,
  type FoldingRange,
  type Hover,
  InsertTextFormat,
  type Range,
  type SignatureHelp,
  SymbolKind,
  TextEdit,
} from "vscode-languageserver/node";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type * as Answers from "../language/language-answers.ts";
import { trinoLanguage } from "../protocol/language/sql-languages.ts";

const itemKinds: Readonly<Record<Answers.ItemKind, CompletionItemKind>> = {
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

const severities: Readonly<Record<Answers.Finding["severity"], DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

const symbolKinds: Readonly<Record<Answers.Outline["kind"], SymbolKind>> = {
  header: SymbolKind.Namespace,
  statement: SymbolKind.Event,
  query: SymbolKind.Interface,
  parameter: SymbolKind.Variable,
};

export function rangeIn(document: TextDocument, { start, end }: Answers.TextRange): Range {
  return { start: document.positionAt(start), end: document.positionAt(end) };
}

/** Items in their order: by rank, and then as they were given. */
export function completionList(document: TextDocument, { items, replaces }: Answers.Completion): CompletionList {
  const range = rangeIn(document, replaces);
  const written = document.getText(range);
  return { isIncomplete: false, items: items.map((item, index) => completionItem(item, index, range, written)) };
}

function completionItem(item: Answers.Item, index: number, range: Range, written: string): CompletionItem {
  const order = String(index).padStart(5, "0");
  const insert = item.insert ?? item.label;
  const isCall = item.kind === "function" && insert.endsWith("(");
  return {
    label: item.label,
    kind: itemKinds[item.kind],
    ...(item.detail !== undefined && { labelDetails: { description: item.detail } }),
    ...(item.documentation !== undefined && { documentation: item.documentation }),
    sortText: `${item.rank}${order}`,
    // What is replaced may begin with a quote or colon, which the editor leaves out of the word that it compares.
    ...(/^\W/.test(written) && { filterText: item.label }),
    ...(isCall && {
      insertTextFormat: InsertTextFormat.Snippet,
      command: { title: "Parameters", command: "editor.action.triggerParameterHints" },
    }),
    textEdit: TextEdit.replace(range, isCall ? `${insert}$0)` : insert),
  };
}

/** A hover: its heading as SQL, and plain text under it. */
export function hoverIn(document: TextDocument, { heading, text, ...range }: Answers.Hover): Hover {
  const contents = [{ language: trinoLanguage, value: heading }, ...(text === "" ? [] : [escaped(text)])];
  return { contents, range: rangeIn(document, range) };
}

/** Text in which nothing is Markdown. */
function escaped(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]()#+\-.!~|<>&$:/@]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

export function signatureHelpOf({ signatures, active, activeParameter }: Answers.SignatureHelp): SignatureHelp {
  return {
    signatures: signatures.map(({ label, documentation, parameters }) => ({
      label,
      documentation,
      parameters: parameters.map(({ start, end }) => ({ label: [start, end] })),
    })),
    activeSignature: active,
    activeParameter,
  };
}

export function diagnosticIn(document: TextDocument, finding: Answers.Finding): Diagnostic {
  return {
    range: rangeIn(document, finding),
    message: finding.message,
    severity: severities[finding.severity],
    source: "TenantTrail",
    code: finding.code,
  };
}

/** The fixes of a finding; one alone is preferred, so that it is a keystroke. */
export function codeActions(document: TextDocument, finding: Answers.Finding): readonly CodeAction[] {
  return finding.fixes.map(({ title, edits }) => ({
    title,
    kind: CodeActionKind.QuickFix,
    diagnostics: [diagnosticIn(document, finding)],
    isPreferred: finding.fixes.length === 1,
    edit: { changes: { [document.uri]: edits.map((edit) => TextEdit.replace(rangeIn(document, edit), edit.text)) } },
  }));
}

export function documentSymbol(
  document: TextDocument,
  { named, children, ...outline }: Answers.Outline,
): DocumentSymbol {
  return {
    name: outline.name,
    detail: outline.detail,
    kind: symbolKinds[outline.kind],
    range: rangeIn(document, outline),
    selectionRange: rangeIn(document, named),
    children: children.map((child) => documentSymbol(document, child)),
  };
}

/** Stretches of several lines, each once. */
export function foldingRanges(document: TextDocument, ranges: readonly Answers.TextRange[]): FoldingRange[] {
  const lines = ranges
    .map((range) => ({
      startLine: document.positionAt(range.start).line,
      endLine: document.positionAt(range.end).line,
    }))
    .filter(({ startLine, endLine }) => endLine > startLine);
  return [...new Map(lines.map((each) => [`${each.startLine} ${each.endLine}`, each])).values()];
}
