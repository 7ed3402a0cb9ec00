import { createConnection, IPCMessageReader, IPCMessageWriter, TextDocuments } from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import { LanguageFeatures } from "../language/language-features.ts";
import { type OurDocuments, ourDocumentsNotification } from "../protocol/language/our-documents.ts";
import { completionList } from "./language-protocol.ts";
import { DocumentRegistrations } from "./language-registration.ts";

const connection = createConnection(new IPCMessageReader(process), new IPCMessageWriter(process));
const documents = new TextDocuments(TextDocument);
const features = new LanguageFeatures();
const registrations = new DocumentRegistrations(connection);

connection.onInitialize(() => ({ capabilities: {} }));
connection.onNotification(ourDocumentsNotification, ({ documents: ours }: OurDocuments) => registrations.follow(ours));

connection.onCompletion(({ textDocument, position }) => {
  const document = documents.get(textDocument.uri);
  return document && completionList(document, features.completion(document.getText(), document.offsetAt(position)));
});

documents.listen(connection);
connection.listen();
