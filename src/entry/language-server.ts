import {
  createConnection,
  IPCMessageReader,
  IPCMessageWriter,
  TextDocuments,
  TextEdit,
} from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { Finding } from "../language/language-answers.ts";
import { LanguageFeatures } from "../language/language-features.ts";
import {
  type LanguageServerOptions,
  type OurDocuments,
  ourDocumentsNotification,
} from "../protocol/language/our-documents.ts";
import { DocumentFindings } from "./language-findings.ts";
import {
  codeActions,
  completionList,
  documentSymbol,
  foldingRanges,
  hoverIn,
  rangeIn,
  signatureHelpOf,
} from "./language-protocol.ts";
import { DocumentRegistrations } from "./language-registration.ts";

const connection = createConnection(new IPCMessageReader(process), new IPCMessageWriter(process));
const documents = new TextDocuments(TextDocument);
const features = new LanguageFeatures();
const registrations = new DocumentRegistrations(connection);
const headers = new Map<string, string>();
const headerOf = (uri: string): string | undefined => headers.get(uri);
const findings = new DocumentFindings(connection, features, headerOf);

/** Answers about a document that is open; others have no answer. */
function about<Answer>(uri: string, answer: (document: TextDocument) => Answer): Answer | null {
  const document = documents.get(uri);
  return document === undefined ? null : answer(document);
}

connection.onInitialize(({ initializationOptions }) => {
  const { reference } = initializationOptions as LanguageServerOptions;
  connection.onDefinition(({ textDocument, position }) =>
    about(textDocument.uri, (document) => {
      const found = features.definition(document.getText(), document.offsetAt(position), headerOf(document.uri));
      if (found === undefined) return null;
      if ("inFile" in found) return { uri: document.uri, range: rangeIn(document, found.inFile) };
      const start = { line: found.referenceLine, character: 0 };
      return { uri: reference, range: { start, end: start } };
    }),
  );
  return { capabilities: {} };
});
connection.onNotification(ourDocumentsNotification, ({ documents: ours }: OurDocuments) => {
  for (const { uri, header } of ours) {
    if (headers.get(uri) === header) continue;
    if (header === undefined) headers.delete(uri);
    else headers.set(uri, header);
    about(uri, (document) => findings.look(document));
  }
  const open = new Set(ours.map(({ uri }) => uri));
  for (const uri of headers.keys()) if (!open.has(uri)) headers.delete(uri);
  return registrations.follow(ours);
});
documents.onDidChangeContent(({ document }) => findings.look(document));
documents.onDidClose(({ document }) => findings.forget(document));

connection.onCompletion(({ textDocument, position }) =>
  about(textDocument.uri, (document) =>
    completionList(
      document,
      features.completion(document.getText(), document.offsetAt(position), headerOf(document.uri)),
    ),
  ),
);
connection.onHover(({ textDocument, position }) =>
  about(textDocument.uri, (document) => {
    const found = features.hover(document.getText(), document.offsetAt(position), headerOf(document.uri));
    return found === undefined ? null : hoverIn(document, found);
  }),
);
connection.onSignatureHelp(({ textDocument, position }) =>
  about(textDocument.uri, (document) => {
    const found = features.signatureHelp(document.getText(), document.offsetAt(position));
    return found === undefined ? null : signatureHelpOf(found);
  }),
);
connection.onDocumentSymbol(({ textDocument }) =>
  about(textDocument.uri, (document) =>
    features.outline(document.getText()).map((entry) => documentSymbol(document, entry)),
  ),
);
connection.onFoldingRanges(({ textDocument }) =>
  about(textDocument.uri, (document) => foldingRanges(document, features.foldings(document.getText()))),
);
connection.onDocumentFormatting(({ textDocument }) =>
  about(textDocument.uri, (document) =>
    features.format(document.getText()).map((edit) => TextEdit.replace(rangeIn(document, edit), edit.text)),
  ),
);
connection.onCodeAction(({ textDocument, range }) =>
  about(textDocument.uri, (document) => {
    const [from, to] = [document.offsetAt(range.start), document.offsetAt(range.end)];
    const isMeant = ({ start, end }: Finding): boolean => start <= to && from <= end;
    return [...features.findings(document.getText(), headerOf(document.uri), { start: from, end: to })]
      .flat()
      .filter(isMeant)
      .flatMap((finding) => codeActions(document, finding));
  }),
);

documents.listen(connection);
connection.listen();
