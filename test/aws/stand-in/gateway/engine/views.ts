const viewText = /^\/\* Presto View: ([A-Za-z0-9+/=]+) \*\/$/;

/** What Athena calls the catalog of Glue. */
export const glueCatalog = "awsdatacatalog";

/**
 * Makes the views of an answer of Glue's readable for Trino, under the name that the catalog has there. Athena writes
 * neither a comment nor all that Trino's own views hold, and reads them as the one who asks.
 */
export function viewsForTrino(body: Buffer, catalog: string): Buffer {
  const answer: unknown = parsed(body);
  const found = answer as { Table?: GlueTable; TableList?: GlueTable[] } | undefined;
  const tables = [...(found?.Table === undefined ? [] : [found.Table]), ...(found?.TableList ?? [])];
  if (!tables.some(isView)) return body;
  for (const table of tables.filter(isView)) {
    table.Description = "Presto View";
    table.Parameters = { ...table.Parameters, presto_view: "true", comment: "Presto View" };
    table.ViewOriginalText = withDefinition(table.ViewOriginalText ?? "", ({ owner: _, ...definition }) => ({
      ...definition,
      catalog,
      runAsInvoker: true,
      path: [],
    }));
  }
  return Buffer.from(JSON.stringify(answer));
}

/** Writes a view that Trino makes under the name that the catalog has for everybody. */
export function viewsForGlue(body: Buffer): Buffer {
  const input = parsed(body) as { TableInput?: GlueTable } | undefined;
  if (input?.TableInput === undefined || !isView(input.TableInput)) return body;
  const { TableInput } = input;
  TableInput.ViewOriginalText = withDefinition(TableInput.ViewOriginalText ?? "", (definition) => ({
    ...definition,
    catalog: glueCatalog,
  }));
  return Buffer.from(JSON.stringify(input));
}

interface GlueTable {
  ViewOriginalText?: string;
  Description?: string;
  Parameters?: Record<string, string>;
}

function isView(table: GlueTable): boolean {
  return viewText.test(table.ViewOriginalText ?? "");
}

function withDefinition(
  text: string,
  change: (definition: Record<string, unknown>) => Record<string, unknown>,
): string {
  const encoded = viewText.exec(text)?.[1] ?? "";
  const definition: Record<string, unknown> = JSON.parse(Buffer.from(encoded, "base64").toString());
  return `/* Presto View: ${Buffer.from(JSON.stringify(change(definition))).toString("base64")} */`;
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}
