import { createServer } from "node:http";
import { sampleEvents } from "../../src/sample-tenant/events.ts";

/** Serves so many sign-ins, evenly spread over the last days, in pages of 999 with the newest first. */
const [rows = 0, days = 1, speed = 1] = process.argv.slice(2).map(Number);
const startedMs = performance.now();
const day = 86_400_000;
const nowMs = Date.UTC(2026, 2, 1, 12);
const stepMs = (days * day) / rows;
const pageRows = 999;

/** Records of the sample tenant, with the time and the id taken out. */
const samples: string[] = [];
for (const { table, record } of sampleEvents({ scale: 1 })) {
  if (table !== "signins") continue;
  const { id: _id, createdDateTime: _time, ...rest } = record;
  samples.push(JSON.stringify(rest).slice(1));
  if (samples.length === 5_000) break;
}

function recordAt(index: number): string {
  const id = `${index.toString(16).padStart(8, "0")}-0000-4000-8000-${((index * 2_654_435_761) % 2 ** 48).toString(16).padStart(12, "0")}`;
  const createdDateTime = new Date(timeOf(index)).toISOString();
  return `{"id":"${id}","createdDateTime":"${createdDateTime}",${samples[index % samples.length]}`;
}

/** Index 0 is the newest. */
function timeOf(index: number): number {
  return nowMs - 1 - Math.floor(index * stepMs);
}

/** The first index whose time is not after the instant. */
function firstAt(ms: number): number {
  return Math.min(rows, Math.max(0, Math.ceil((nowMs - 1 - ms) / stepMs)));
}

const server = createServer((request, response) => {
  const url = new URL(request.url ?? "/", "https://graph.microsoft.com");
  const filter = url.searchParams.get("$filter") ?? "";
  const [, from = ""] = /createdDateTime ge (\S+)/.exec(filter) ?? [];
  const [, to = ""] = /createdDateTime le (\S+)/.exec(filter) ?? [];
  const skip = Number(url.searchParams.get("$skiptoken") ?? "0");
  const first = firstAt(Date.parse(to)) + skip;
  const fromMs = Date.parse(from);
  const records: string[] = [];
  let index = first;
  for (; records.length < pageRows && index < rows && timeOf(index) >= fromMs; index += 1)
    records.push(recordAt(index));
  const isLast = index >= rows || timeOf(index) < fromMs;
  url.searchParams.set("$skiptoken", String(skip + records.length));
  const link = isLast ? "" : `,"@odata.nextLink":${JSON.stringify(url.href)}`;
  response.setHeader("content-type", "application/json");
  // The collector takes the time from here.
  response.setHeader("date", new Date(nowMs + (performance.now() - startedMs) * speed).toUTCString());
  response.end(`{"value":[${records.join(",")}]${link}}`);
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (address !== null && typeof address === "object") process.send?.({ port: address.port, nowMs });
});
