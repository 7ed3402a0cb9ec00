/**
 * Tells the language server the documents that it answers about, all of them each time; for every other document it is
 * not there. A notification with `OurDocuments`.
 */
export const ourDocumentsNotification = "tenantTrail/ourDocuments";

export interface OurDocuments {
  readonly documents: readonly OurDocument[];
}

/** A document as the editor tells it from others. */
export interface OurDocument {
  readonly uri: string;
  readonly scheme: string;
  /** The path of its file, as the editor matches documents by it. */
  readonly path: string;
  /** The header of its notebook as it stands in the file, where it is a cell of one that has a header. */
  readonly header?: string;
}

/** What the language server is started with. */
export interface LanguageServerOptions {
  /** Address of the reference of all tables, to which definitions lead. */
  readonly reference: string;
}
