import type { S3Object } from "../../../protocol/aws/listed-objects.ts";

/** A folder in S3: a table of the database, an address that a person jumped to, or what lies below. */
export interface S3FolderNode {
  readonly kind: "s3Folder";
  readonly id: string;
  /** `s3://bucket/prefix/`. */
  readonly address: string;
  readonly label: string;
  /** The table of the database that the folder belongs to. */
  readonly table?: string;
  /** Only what begins with this is shown. */
  readonly startsWith?: string;
  /** It stands at the top: as a table, or because a person jumped to it. */
  readonly top?: "table" | "jumped";
}

export interface S3ObjectNode {
  readonly kind: "s3Object";
  readonly id: string;
  readonly object: S3Object;
  /** The part of the day that a slice of the ledger holds, `00-24`, instead of its long name. */
  readonly part?: string;
}

/** The line that loads the next page of a folder. */
export interface S3MoreNode {
  readonly kind: "s3More";
  readonly id: string;
  readonly folder: S3FolderNode;
}

/** A slice that the ledger names and that is not in the bucket. */
export interface S3MissingNode {
  readonly kind: "s3Missing";
  readonly id: string;
  readonly address: string;
}

export type S3Node = S3FolderNode | S3ObjectNode | S3MoreNode | S3MissingNode;

export function isS3Node(node: { readonly kind: string }): node is S3Node {
  return ["s3Folder", "s3Object", "s3More", "s3Missing"].includes(node.kind);
}

/** The address of a node, for people and programs outside; of the line for more there is none. */
export function addressOfNode(node: S3Node): string | undefined {
  if (node.kind === "s3More") return undefined;
  return node.kind === "s3Object" ? node.object.address : node.address;
}
