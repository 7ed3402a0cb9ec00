import { createHash } from "node:crypto";
import { sum } from "../../base/sum.ts";
import { throwIfCancelled } from "../../protocol/errors.ts";
import type { EvidenceOutcome, EvidenceProgress, EvidenceRequest } from "../../protocol/evidence/evidence-types.ts";
import type { CallOptions } from "../../protocol/service/methods.ts";
import { writeFailure } from "../results/move-into-place.ts";
import {
  aboutFacts,
  lookedInto,
  readByLake,
  type Standing,
  sliceFacts,
  statementFacts,
  type ToldStatement,
} from "./collect-facts.ts";
import { EvidenceFolder } from "./evidence-folder.ts";
import type { EvidenceSources } from "./evidence-sources.ts";
import { writeInPlace } from "./evidence-target.ts";
import type { EvidenceFacts, EvidenceImport, SliceStanding } from "./facts/evidence-facts.ts";
import { evidenceFiles, keptFileName } from "./facts/evidence-names.ts";
import { type ManifestFile, manifestText, sumsText } from "./manifest.ts";
import { evidencePage } from "./page/evidence-page.ts";
import { rowsHtml } from "./page/rows-html.ts";
import { readmeText } from "./readme-text.ts";
import { zipFolder } from "./zip-folder.ts";

type Options = CallOptions<EvidenceProgress>;

/**
 * Writes an investigation as evidence (docs/evidence.md): a folder, or a zip of one. Rows go from the engine to files,
 * so that memory does not grow with them; nothing is in its place before all of it is.
 * @throws TenantTrailError `no-such-result` for a result that is held no longer, `bad-argument` for a place that is
 * taken, `disk-full`, `write-failed`; CancelledError. None of them leaves anything behind.
 */
export async function writeEvidence(
  request: EvidenceRequest,
  sources: EvidenceSources,
  options: Options = {},
): Promise<EvidenceOutcome> {
  const statements = await tellStatements(request, sources);
  const releases: (() => Promise<void>)[] = [];
  const { signal, onProgress } = options;
  try {
    for (const { told } of statements)
      if (told !== undefined)
        releases.push(await (await sources.resultsWith(told.summary.resultId)).borrow(told.summary.resultId));
    const exported = new Date(sources.now());
    const { outcome } = await writeInPlace(
      request,
      (folder) => fill(new EvidenceFolder(folder, signal), { request, statements, sources, exported, options }),
      async (folder, file, { paths }) => {
        onProgress?.({ doing: "Packing", done: 0, total: 1 });
        await zipFolder(folder, paths, file, exported, signal);
      },
      signal,
    );
    return outcome;
  } catch (error) {
    throw isSystemError(error) ? writeFailure(error, request.path) : error;
  } finally {
    for (const release of releases) await release();
  }
}

interface Work {
  readonly request: EvidenceRequest;
  readonly statements: readonly ToldStatement[];
  readonly sources: EvidenceSources;
  readonly exported: Date;
  readonly options: Options;
}

async function tellStatements({ parts }: EvidenceRequest, sources: EvidenceSources): Promise<readonly ToldStatement[]> {
  const statements = parts.filter((part) => part.kind === "statement");
  return Promise.all(
    statements.map(async (part, index) => {
      const { resultId } = part;
      const told = resultId === undefined ? undefined : await (await sources.resultsWith(resultId)).tell(resultId);
      if (told?.summary.isArriving !== true) return { number: index + 1, part, ...(told && { told }) };
      // Some of its rows would look like all of them.
      const { resultId: _, ...statement } = part;
      return { number: index + 1, part: { ...statement, leftOut: { reason: "running" as const } } };
    }),
  );
}

/** Writes every file of the evidence. @returns the outcome, and the paths of all files. */
async function fill(
  folder: EvidenceFolder,
  work: Work,
): Promise<{ readonly outcome: EvidenceOutcome; readonly paths: readonly string[] }> {
  const { request, options } = work;
  const facts = await gatherFacts(work);
  await writeResults(folder, facts, work);
  if (request.file && facts.file) await folder.write(facts.file, Buffer.from(request.file.base64, "base64"));
  options.onProgress?.({ doing: "Writing the page", done: 0, total: 1 });
  await folder.write(
    evidenceFiles.page,
    evidencePage(facts, request.parts, (number) => rowsOf(facts, number, work)),
  );
  await folder.write(evidenceFiles.facts, `${JSON.stringify(facts, null, 1)}\n`);
  await folder.write(evidenceFiles.slices, sumsText(facts.slices));
  await folder.write(evidenceFiles.readme, readmeText(facts));
  const digests = await folder.digests((done, total) =>
    options.onProgress?.({ doing: "Reading the files again", done, total }),
  );
  await folder.write(evidenceFiles.sums, sumsText(digests));
  const all = [...digests, digestOf(evidenceFiles.sums, sumsText(digests))];
  const manifest = manifestText(facts, all);
  await folder.write(evidenceFiles.manifest, manifest);
  await folder.sync();
  const own = digestOf(evidenceFiles.manifest, manifest);
  const outcome = outcomeOf(request.path, facts, own.sha256, [...all, own]);
  return { outcome, paths: folder.files };
}

async function gatherFacts({ request, statements, sources, exported, options }: Work): Promise<EvidenceFacts> {
  const { signal, onProgress } = options;
  const read = readByLake(statements);
  const standing = new Map<string, ReadonlyMap<string, SliceStanding>>();
  const imports: EvidenceImport[] = [];
  const notes = new Set<string>();
  for (const [lake, tables] of read) {
    const stands = await sources.standingOf(lake, tables, signal, (done, total) =>
      onProgress?.({ doing: "Reading the slices", done, total }),
    );
    standing.set(lake, stands);
    const { there, notes: unread } = lookedInto(statements, lake, tables, stands);
    for (const note of unread) notes.add(note);
    const found = await sources.importsOf(lake, there, signal);
    imports.push(...(found.imports ?? []));
    if (found.note !== undefined) notes.add(found.note);
  }
  const stood: Standing = standing;
  const told = statements.map((statement) => statementFacts(statement, stood));
  return {
    ...aboutFacts(request, exported.toISOString(), statements, sources.engineVersion),
    ...(request.file && { file: keptFileName(request.file.name) }),
    statements: told,
    slices: sliceFacts(statements, stood),
    imports,
    ...(notes.size > 0 && { importsNote: [...notes].join(" ") }),
    warnings: [
      ...told.flatMap(({ number, title, result }) =>
        (result?.changedSince ?? []).map((words) => `${number}. ${title}: ${words}`),
      ),
    ],
  };
}

async function writeResults(folder: EvidenceFolder, facts: EvidenceFacts, work: Work): Promise<void> {
  const { request, statements, sources, options } = work;
  const total = facts.statements.filter(({ result }) => result !== undefined).length;
  let done = 0;
  for (const [index, { title, result }] of facts.statements.entries()) {
    const resultId = statements[index]?.told?.summary.resultId;
    if (result === undefined || resultId === undefined) continue;
    throwIfCancelled(options.signal);
    options.onProgress?.({ doing: `Writing ${title}`, done, total });
    const results = await sources.resultsWith(resultId);
    const [csv, parquet] = [await folder.place(result.csv), await folder.place(result.parquet)];
    const kept = request.keepsFormulas === true ? { keepsFormulas: true as const } : {};
    const asCsv = await results.exportResult({ resultId, format: "csv", path: csv, ...kept }, options.signal);
    const asParquet = await results.exportResult({ resultId, format: "parquet", path: parquet }, options.signal);
    if (asCsv.metadataPath !== undefined) await folder.place(`${result.csv}-metadata.json`);
    if (asCsv.rows !== result.rows || asParquet.rows !== result.rows)
      throw new RangeError(`${title} has ${result.rows} rows, and ${asCsv.rows} and ${asParquet.rows} were written`);
    done += 1;
  }
}

async function rowsOf(facts: EvidenceFacts, number: number, { statements, sources, options }: Work): Promise<string> {
  const result = facts.statements[number - 1]?.result;
  const resultId = statements[number - 1]?.told?.summary.resultId;
  if (result === undefined || resultId === undefined) return "";
  const { columns, csv } = result;
  const order = statements[number - 1]?.part.columnOrder;
  return rowsHtml(await sources.resultsWith(resultId), resultId, { columns, csv, order }, options.signal);
}

function digestOf(path: string, text: string): ManifestFile {
  const bytes = Buffer.from(text);
  return { path, bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") };
}

function outcomeOf(
  path: string,
  { statements, warnings }: EvidenceFacts,
  manifestSha256: string,
  files: readonly ManifestFile[],
): EvidenceOutcome {
  const leftOut = statements.flatMap(({ title, leftOut: why }) => (why ? [{ title, reason: why.sentence }] : []));
  return {
    path,
    manifestSha256,
    files: files.length,
    bytes: sum(files, ({ bytes }) => bytes),
    results: statements.length - leftOut.length,
    leftOut,
    warnings,
  };
}

function isSystemError(error: unknown): boolean {
  return error instanceof Error && "syscall" in error;
}
