import type { ListedObjects } from "../../../protocol/aws/listed-objects.ts";
import type { S3FolderNode, S3Node } from "./s3-nodes.ts";

type ListPage = (folder: S3FolderNode, next: string | undefined) => Promise<ListedObjects>;

/** What was read of folders so far; a page is read when its folder is opened or more of it is asked for. */
export class FolderPagesSoFar {
  readonly #list: ListPage;
  readonly #pages = new Map<string, Promise<readonly ListedObjects[]>>();

  constructor(list: ListPage) {
    this.#list = list;
  }

  /** Forgets what was read. */
  clear(): void {
    this.#pages.clear();
  }

  /** What a folder holds as far as it was read, and a line for more where there is more. */
  async children(folder: S3FolderNode): Promise<readonly S3Node[]> {
    const pages = await this.#read(folder, this.#pages.get(folder.id) ?? this.#first(folder));
    const nodes = pages.flatMap((page) => nodesOf(folder, page));
    const hasMore = pages.at(-1)?.next !== undefined;
    return hasMore ? [...nodes, { kind: "s3More", id: `${folder.id}#more`, folder }] : nodes;
  }

  /** Reads the next page of a folder; `children` has it afterwards. */
  async more(folder: S3FolderNode): Promise<void> {
    const pages = await (this.#pages.get(folder.id) ?? this.#first(folder));
    const next = pages.at(-1)?.next;
    if (next === undefined) return;
    const page = await this.#list(folder, next);
    this.#pages.set(folder.id, Promise.resolve([...pages, page]));
  }

  async #first(folder: S3FolderNode): Promise<readonly ListedObjects[]> {
    return [await this.#list(folder, undefined)];
  }

  async #read(folder: S3FolderNode, pages: Promise<readonly ListedObjects[]>): Promise<readonly ListedObjects[]> {
    this.#pages.set(folder.id, pages);
    try {
      return await pages;
    } catch (error) {
      // What failed is asked for again when the folder is opened again.
      this.#pages.delete(folder.id);
      throw error;
    }
  }
}

function nodesOf(parent: S3FolderNode, { folders, objects }: ListedObjects): readonly S3Node[] {
  const table = parent.table === undefined ? {} : { table: parent.table };
  return [
    ...folders.map(
      ({ address, name }): S3Node => ({
        kind: "s3Folder",
        id: `${parent.id}|${address}`,
        address,
        label: name.replace(/\/$/, ""),
        ...table,
      }),
    ),
    ...objects.map((object): S3Node => ({ kind: "s3Object", id: `${parent.id}|${object.address}`, object })),
  ];
}
