import type {
  DownloadProgress,
  DownloadRequest,
  ListedObjects,
  ListObjectsRequest,
  ObjectRoot,
} from "../aws/listed-objects.ts";
import type { ResultSummary } from "../query.ts";
import type { CallOptions, Doing } from "./methods.ts";

/** What lies in S3, for a connection to AWS. */
export interface ObjectsService {
  /** The tables of the connection's database; none where the connection has a ledger or no database. */
  objectRoots(request: Record<string, never>, options?: CallOptions): Promise<readonly ObjectRoot[]>;
  listObjects(request: ListObjectsRequest, options?: CallOptions): Promise<ListedObjects>;
  downloadObject(request: DownloadRequest, options?: CallOptions<DownloadProgress>): Promise<void>;
  /** Downloads a Parquet object and holds its rows as a result. */
  openObject(request: { readonly address: string }, options?: CallOptions<DownloadProgress>): Promise<ResultSummary>;
}

export const objectsDoing: Doing<ObjectsService> = {
  objectRoots: "reading the tables of the database",
  listObjects: "listing S3",
  downloadObject: "downloading from S3",
  openObject: "opening an object of S3",
};
