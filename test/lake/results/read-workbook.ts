import { text } from "node:stream/consumers";
import { promisify } from "node:util";
import { fromBuffer, type Options, type ZipFile } from "yauzl";

export interface ReadCell {
  readonly type: string;
  readonly style: string;
  readonly value: string;
}

/** The parts of a zip file as texts. */
export async function zipParts(zip: Buffer): Promise<ReadonlyMap<string, string>> {
  const open = promisify<Buffer, Options, ZipFile>(fromBuffer);
  const file = await open(zip, { lazyEntries: false, autoClose: false, validateEntrySizes: true });
  const parts = new Map<string, Promise<string>>();
  await new Promise<void>((resolve, reject) => {
    file.on("entry", (entry) => {
      const content = new Promise<string>((done, fail) => {
        file.openReadStream(entry, (error, stream) => (error ? fail(error) : text(stream).then(done, fail)));
      });
      parts.set(entry.fileName, content);
    });
    file.on("end", resolve);
    file.on("error", reject);
  });
  return new Map(await Promise.all([...parts].map(async ([name, part]) => [name, await part] as const)));
}

/** The cells of a sheet as Excel reads them: XML entities and `_xHHHH_` undone. */
export function sheetCells(xml: string): readonly (readonly ReadCell[])[] {
  return [...xml.matchAll(/<row>(.*?)<\/row>/gs)].map(([, row = ""]) =>
    [...row.matchAll(/<c( [^>]*?)?(?:\/>|>(.*?)<\/c>)/gs)].map(([, attributes = "", content = ""]) => ({
      type: /t="(\w+)"/.exec(attributes)?.[1] ?? "",
      style: /s="(\d+)"/.exec(attributes)?.[1] ?? "",
      value: plainText(content),
    })),
  );
}

function plainText(content: string): string {
  return content
    .replace(/<[^>]*>/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&")
    .replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}
