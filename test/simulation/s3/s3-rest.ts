import { createHash } from "node:crypto";
import type { BucketObject, SimulatedBucket } from "./simulated-bucket.ts";

/** A request as it is on the wire. */
export interface RestRequest {
  readonly method: string;
  /** `/bucket/key`, encoded. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface RestAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** Of a page of a list at most. */
const mostKeys = 1_000;

/** S3's REST API over a simulated bucket, as far as the lake uses it. */
export class S3Rest {
  readonly bucket: SimulatedBucket;
  readonly #pageKeys: number;

  /** @param pageKeys fewer than S3's own, so that second pages are ordinary. */
  constructor(bucket: SimulatedBucket, pageKeys = mostKeys) {
    this.bucket = bucket;
    this.#pageKeys = pageKeys;
  }

  async answer(request: RestRequest): Promise<RestAnswer> {
    const [, bucket = "", ...rest] = request.path.split("/");
    const key = rest.map(decodeURIComponent).join("/");
    if (bucket !== this.bucket.name) return error(404, "NoSuchBucket", "The specified bucket does not exist");
    if (key === "") return this.#list(request.query);
    if ("tagging" in request.query) return this.#tagging(request, key);
    if (request.method === "PUT") return this.#put(request, key);
    const object = this.bucket.get(key);
    if (object === undefined) return error(404, "NoSuchKey", "The specified key does not exist.");
    const headers = headersOf(object, this.bucket.nowMs);
    return { status: 200, headers, body: request.method === "HEAD" ? new Uint8Array() : object.bytes };
  }

  async #put({ headers, body }: RestRequest, key: string): Promise<RestAnswer> {
    const current = this.bucket.get(key);
    const [ifNoneMatch, ifMatch] = [headers["if-none-match"], headers["if-match"]];
    if (ifMatch !== undefined && current === undefined)
      return error(404, "NoSuchKey", "The specified key does not exist.");
    const holds = ifNoneMatch === "*" ? current === undefined : ifMatch === undefined || ifMatch === current?.etag;
    if (!holds)
      return error(412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold");
    const sha256 = headers["x-amz-checksum-sha256"];
    if (sha256 !== undefined && sha256 !== createHash("sha256").update(body).digest("base64"))
      return error(400, "BadDigest", "The SHA256 you specified did not match the calculated checksum.");
    if (Number(headers["content-length"]) !== body.length)
      return error(400, "IncompleteBody", "You did not provide the number of bytes specified");
    const metadata = Object.fromEntries(
      Object.entries(headers).flatMap(([name, value]) => {
        const own = /^x-amz-meta-(.+)$/.exec(name)?.[1];
        return own === undefined ? [] : [[own, value]];
      }),
    );
    const { etag } = await this.bucket.put(key, { bytes: Uint8Array.from(body), sha256, metadata });
    return { status: 200, headers: { etag, date: httpDate(this.bucket.nowMs) }, body: new Uint8Array() };
  }

  #tagging({ method, body }: RestRequest, key: string): RestAnswer {
    if (method === "PUT") {
      const text = new TextDecoder().decode(body);
      const pairs = [...text.matchAll(/<Key>([^<]*)<\/Key><Value>([^<]*)<\/Value>/g)];
      const tags = Object.fromEntries(pairs.map(([, name, value]) => [name, value]));
      if (!this.bucket.tag(key, tags)) return error(404, "NoSuchKey", "The specified key does not exist.");
      return { status: 200, headers: {}, body: new Uint8Array() };
    }
    const object = this.bucket.get(key);
    if (object === undefined) return error(404, "NoSuchKey", "The specified key does not exist.");
    const set = Object.entries(object.tags).map(([k, v]) => `<Tag><Key>${k}</Key><Value>${v}</Value></Tag>`);
    return xml(200, `<Tagging><TagSet>${set.join("")}</TagSet></Tagging>`);
  }

  #list(query: Readonly<Record<string, string>>): RestAnswer {
    const { prefix = "", delimiter, "start-after": startAfter = "", "continuation-token": token } = query;
    const after = token === undefined ? startAfter : Buffer.from(token, "base64").toString();
    const most = Math.min(Number(query["max-keys"] ?? mostKeys), this.#pageKeys);
    const lines: string[] = [];
    const folders = new Set<string>();
    let [last, isTruncated] = ["", false];
    for (const key of this.bucket.keys()) {
      if (!key.startsWith(prefix)) continue;
      const cut = delimiter === undefined ? -1 : key.indexOf(delimiter, prefix.length);
      const folder = cut === -1 ? undefined : key.slice(0, cut + 1);
      if ((folder ?? key) <= after || (folder !== undefined && folders.has(folder))) continue;
      if (lines.length + folders.size === most) {
        isTruncated = true;
        break;
      }
      last = folder ?? key;
      if (folder === undefined) lines.push(this.#listed(key));
      else folders.add(folder);
    }
    const next = isTruncated
      ? `<NextContinuationToken>${Buffer.from(last).toString("base64")}</NextContinuationToken>`
      : "";
    const prefixes = [...folders].map((folder) => `<CommonPrefixes><Prefix>${folder}</Prefix></CommonPrefixes>`);
    return xml(
      200,
      `<ListBucketResult><Name>${this.bucket.name}</Name><IsTruncated>${isTruncated}</IsTruncated>${next}${lines.join("")}${prefixes.join("")}</ListBucketResult>`,
    );
  }

  #listed(key: string): string {
    const object = this.bucket.get(key);
    if (object === undefined) return "";
    const { etag, bytes, modifiedMs } = object;
    return `<Contents><Key>${key}</Key><LastModified>${new Date(modifiedMs).toISOString()}</LastModified><ETag>${etag.replaceAll('"', "&quot;")}</ETag><Size>${bytes.length}</Size></Contents>`;
  }
}

function headersOf(object: BucketObject, nowMs: number): Readonly<Record<string, string>> {
  const { etag, bytes, modifiedMs, sha256, metadata, tags } = object;
  const tagCount = Object.keys(tags).length;
  return {
    etag,
    date: httpDate(nowMs),
    "content-length": String(bytes.length),
    "last-modified": httpDate(modifiedMs),
    ...(sha256 !== undefined && { "x-amz-checksum-sha256": sha256 }),
    ...(tagCount > 0 && { "x-amz-tagging-count": String(tagCount) }),
    ...Object.fromEntries(Object.entries(metadata).map(([name, value]) => [`x-amz-meta-${name}`, value])),
  };
}

/** An error as S3 words it. */
export function error(status: number, code: string, message: string, more = ""): RestAnswer {
  return xml(status, `<Error><Code>${code}</Code><Message>${message}</Message>${more}</Error>`);
}

function xml(status: number, text: string): RestAnswer {
  const body = new TextEncoder().encode(`<?xml version="1.0" encoding="UTF-8"?>\n${text}`);
  return { status, headers: { "content-type": "application/xml", "content-length": String(body.length) }, body };
}

function httpDate(ms: number): string {
  return new Date(ms).toUTCString();
}
