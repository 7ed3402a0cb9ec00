import type { TreeItem } from "vscode";
import type { ListedObjects } from "../../../protocol/aws/listed-objects.ts";
import type { LogDay } from "../../../protocol/lake.ts";
import type { LakeService } from "../../../protocol/service/lake-service.ts";
import { treeLine } from "../../shown/tree-line.ts";
import { FolderPagesSoFar } from "./folder-pages-so-far.ts";
import { readPastedAddress } from "./pasted-address.ts";
import type { S3FolderNode, S3Node } from "./s3-nodes.ts";
import { s3Line } from "./s3-words.ts";

/** What of the log days' tree lies in S3: tables of a database, folders that a person jumped to, slices of a day. */
export class S3Branch {
  readonly #lake: LakeService;
  readonly #listing: FolderPagesSoFar;
  readonly #filters = new Map<string, string>();
  #jumped: readonly S3FolderNode[] = [];

  constructor(lake: LakeService) {
    this.#lake = lake;
    this.#listing = new FolderPagesSoFar((folder, next) => this.#list(folder, next));
  }

  /** Forgets everything, because another lake is open. */
  reset(): void {
    this.#jumped = [];
    this.#filters.clear();
    this.#listing.clear();
  }

  /** Reads again what is shown. */
  refresh(): void {
    this.#listing.clear();
  }

  /** What stands at the top: the tables of a connection without a ledger, and what was jumped to. */
  async tops(): Promise<readonly S3FolderNode[]> {
    const roots = await this.#lake.objectRoots({});
    const tables = roots.map(
      ({ name, address }): S3FolderNode =>
        this.#filtered({ kind: "s3Folder", id: `table:${name}`, address, label: name, table: name, top: "table" }),
    );
    return [...tables, ...this.#jumped.map((folder) => this.#filtered(folder))];
  }

  async children(node: S3Node): Promise<readonly S3Node[]> {
    if (node.kind !== "s3Folder") return [];
    return (await this.#listing.children(node)).map((child) =>
      child.kind === "s3Folder" ? this.#filtered(child) : child,
    );
  }

  /** The slices that a day consists of; replaced ones beside them are left out. */
  async slicesOf({ slices }: LogDay): Promise<readonly S3Node[]> {
    const folders = [...new Set(slices.map((address) => address.slice(0, address.lastIndexOf("/") + 1)))];
    const pages = await Promise.all(folders.map((address) => this.#whole(address)));
    const listed = new Map(pages.flatMap(({ objects }) => objects).map((object) => [object.address, object]));
    return slices.map((address): S3Node => {
      const object = listed.get(address);
      if (object === undefined) return { kind: "s3Missing", id: address, address };
      return { kind: "s3Object", id: address, object, ...partOf(object.name) };
    });
  }

  async more(folder: S3FolderNode): Promise<void> {
    await this.#listing.more(folder);
  }

  /** Shows only what begins with a text; all for an empty one. */
  filter({ id }: S3FolderNode, startsWith: string): void {
    if (startsWith === "") this.#filters.delete(id);
    else this.#filters.set(id, startsWith);
    this.#listing.clear();
  }

  /** Puts a pasted address at the top: a folder, or the folder of an object or of a beginning of names. */
  jump(text: string): S3FolderNode {
    const { address, label, startsWith } = readPastedAddress(text);
    const node: S3FolderNode = { kind: "s3Folder", id: `jumped:${address}`, address, label, top: "jumped" };
    this.filter(node, startsWith);
    this.#jumped = [...this.#jumped.filter(({ id }) => id !== node.id), node];
    return this.#filtered(node);
  }

  /** Takes a folder that was jumped to away again. */
  leave({ id }: S3FolderNode): void {
    this.#jumped = this.#jumped.filter((each) => each.id !== id);
  }

  item(node: S3Node): TreeItem {
    return treeLine(s3Line(node));
  }

  #filtered(folder: S3FolderNode): S3FolderNode {
    const startsWith = this.#filters.get(folder.id);
    return startsWith === undefined ? folder : { ...folder, startsWith };
  }

  #list({ address, startsWith }: S3FolderNode, next: string | undefined): Promise<ListedObjects> {
    return this.#lake.listObjects({
      address,
      ...(startsWith !== undefined && { startsWith }),
      ...(next !== undefined && { next }),
    });
  }

  /** All of a folder: a day has few slices, but many replaced ones may lie beside them. */
  async #whole(address: string): Promise<ListedObjects> {
    const pages: ListedObjects[] = [];
    let next: string | undefined;
    do {
      const page = await this.#lake.listObjects({ address, ...(next !== undefined && { next }) });
      pages.push(page);
      next = page.next;
    } while (next !== undefined);
    return { folders: [], objects: pages.flatMap(({ objects }) => objects) };
  }
}

/** A slice is called by its part of the day and its digest (design: Slices). */
function partOf(name: string): { readonly part?: string } {
  const part = /^(\d{2}-\d{2})\./.exec(name)?.[1];
  return part === undefined ? {} : { part };
}
