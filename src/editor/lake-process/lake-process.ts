import type { MessageReader, MessageWriter } from "vscode-jsonrpc/node";
import { TenantTrailError } from "../../protocol/errors.ts";
import type { Host } from "../../protocol/host.ts";
import type { OpenRequest } from "../../protocol/lake.ts";
import type { LakeMethod, LakeProgress, LakeRequest, LakeResult } from "../../protocol/lake-process.ts";
import type { CallOptions, LakeService } from "../../protocol/service.ts";
import { Turns } from "../../protocol/turns.ts";
import { LakeClient } from "./lake-client.ts";
import { type EndedFor, endedSentence, usualLimits, Watchdog, type WatchdogLimits } from "./watchdog.ts";

/** One running process: how to speak to it, when it ends, how to end it. */
export interface LaunchedProcess {
  readonly reader: MessageReader;
  readonly writer: MessageWriter;
  /** Called once, with how it ended in words for a log. */
  onExit(listener: (how: string) => void): void;
  /** Bytes of memory that it has now; undefined when nobody can tell. */
  memory(): Promise<number | undefined>;
  /** Ends it at once, whatever it does. */
  kill(): void;
}

interface Running {
  readonly client: LakeClient;
  readonly process: LaunchedProcess;
  readonly watchdog: Watchdog;
  /** Lakes are opened one after the other, so that the one asked for last is the one that stays open. */
  readonly openings: Turns;
  /** True once this process works on the chosen lake. */
  opened: boolean;
}

/** How the process is watched, and who tells a person about its end when nobody waits for it any more. */
export interface Watching {
  readonly limits?: WatchdogLimits;
  readonly tell?: (sentence: string) => void;
}

/**
 * The lake service in a process of its own: launched on first use, launched again on the next use after it died or was
 * ended because it did not stop or took too much memory. The connection chosen last is chosen again in each new
 * process; held results die with the old one.
 */
export class LakeProcess implements LakeService {
  readonly #launch: () => LaunchedProcess;
  readonly #host: Host;
  readonly #log: (line: string) => void;
  readonly #limits: WatchdogLimits;
  readonly #tell: (sentence: string) => void;
  #running: Running | undefined;
  #chosen: OpenRequest | undefined;
  #disposed = false;

  /** @param host answers what the process asks back. */
  constructor(launch: () => LaunchedProcess, host: Host, log: (line: string) => void, watching: Watching = {}) {
    this.#launch = launch;
    this.#host = host;
    this.#log = log;
    this.#limits = watching.limits ?? usualLimits();
    this.#tell = watching.tell ?? (() => undefined);
  }

  async useConnection(request: OpenRequest, options?: CallOptions): ReturnType<LakeService["useConnection"]> {
    const running = this.#start();
    return running.openings.take(async () => {
      const info = await send(running, "useConnection", request, options);
      running.opened = true;
      // Opened again it makes no folder, and misses what was in it.
      this.#chosen = { ...info.connection, mustExist: true, ...(info.isKnown && { isKnown: true }) };
      return info;
    });
  }

  listDays(request: LakeRequest<"listDays">, options?: CallOptions): ReturnType<LakeService["listDays"]> {
    return this.#call("listDays", request, options);
  }

  importLogs(
    request: LakeRequest<"importLogs">,
    options?: CallOptions<LakeProgress<"importLogs">>,
  ): ReturnType<LakeService["importLogs"]> {
    return this.#call("importLogs", request, options);
  }

  verifyIntegrity(
    request: LakeRequest<"verifyIntegrity">,
    options?: CallOptions<LakeProgress<"verifyIntegrity">>,
  ): ReturnType<LakeService["verifyIntegrity"]> {
    return this.#call("verifyIntegrity", request, options);
  }

  ledgerHeads(request: LakeRequest<"ledgerHeads">, options?: CallOptions): ReturnType<LakeService["ledgerHeads"]> {
    return this.#call("ledgerHeads", request, options);
  }

  heldDays(request: LakeRequest<"heldDays">, options?: CallOptions): ReturnType<LakeService["heldDays"]> {
    return this.#call("heldDays", request, options);
  }

  runQuery(request: LakeRequest<"runQuery">, options?: CallOptions): ReturnType<LakeService["runQuery"]> {
    return this.#call("runQuery", request, options);
  }

  readWindow(request: LakeRequest<"readWindow">, options?: CallOptions): ReturnType<LakeService["readWindow"]> {
    return this.#call("readWindow", request, options);
  }

  readCell(request: LakeRequest<"readCell">, options?: CallOptions): ReturnType<LakeService["readCell"]> {
    return this.#call("readCell", request, options);
  }

  columnStatistics(
    request: LakeRequest<"columnStatistics">,
    options?: CallOptions,
  ): ReturnType<LakeService["columnStatistics"]> {
    return this.#call("columnStatistics", request, options);
  }

  exportResult(request: LakeRequest<"exportResult">, options?: CallOptions): ReturnType<LakeService["exportResult"]> {
    return this.#call("exportResult", request, options);
  }

  copyText(request: LakeRequest<"copyText">, options?: CallOptions): ReturnType<LakeService["copyText"]> {
    return this.#call("copyText", request, options);
  }

  /** Frees a held result; a process that is not running holds none. */
  async releaseResult(request: LakeRequest<"releaseResult">, options?: CallOptions): Promise<void> {
    if (this.#running) await this.#call("releaseResult", request, options);
  }

  listTenants(request: LakeRequest<"listTenants">, options?: CallOptions): ReturnType<LakeService["listTenants"]> {
    return this.#call("listTenants", request, options);
  }

  addTenant(request: LakeRequest<"addTenant">, options?: CallOptions): ReturnType<LakeService["addTenant"]> {
    return this.#call("addTenant", request, options);
  }

  removeTenant(request: LakeRequest<"removeTenant">, options?: CallOptions): ReturnType<LakeService["removeTenant"]> {
    return this.#call("removeTenant", request, options);
  }

  testTenant(
    request: LakeRequest<"testTenant">,
    options?: CallOptions<LakeProgress<"testTenant">>,
  ): ReturnType<LakeService["testTenant"]> {
    return this.#call("testTenant", request, options);
  }

  tenantGuide(request: LakeRequest<"tenantGuide">, options?: CallOptions): ReturnType<LakeService["tenantGuide"]> {
    return this.#call("tenantGuide", request, options);
  }

  collect(
    request: LakeRequest<"collect">,
    options?: CallOptions<LakeProgress<"collect">>,
  ): ReturnType<LakeService["collect"]> {
    return this.#call("collect", request, options);
  }

  collectionHealth(
    request: LakeRequest<"collectionHealth">,
    options?: CallOptions,
  ): ReturnType<LakeService["collectionHealth"]> {
    return this.#call("collectionHealth", request, options);
  }

  /** Ends the process; pending requests reject with `lake-process-stopped`. Safe to call twice. */
  dispose(): void {
    this.#disposed = true;
    const running = this.#running;
    this.#running = undefined;
    running?.watchdog.dispose();
    running?.client.dispose();
    running?.process.kill();
  }

  async #call<Method extends LakeMethod>(
    method: Method,
    request: LakeRequest<Method>,
    options: CallOptions<LakeProgress<Method>> | undefined,
  ): Promise<LakeResult<Method>> {
    const running = this.#start();
    await this.#connect(running);
    return send(running, method, request, options);
  }

  /** Waits for a lake that is being opened, and tells a new process which is open; tried again on the next call when it fails. */
  #connect(running: Running): Promise<void> {
    return running.openings.take(async () => {
      if (running.opened || !this.#chosen) return;
      await send(running, "useConnection", this.#chosen, undefined);
      running.opened = true;
    });
  }

  #start(): Running {
    if (this.#disposed)
      throw new TenantTrailError("lake-process-stopped", "The lake process was stopped. Reload the window.");
    if (this.#running) return this.#running;
    const process = this.#launch();
    const client = new LakeClient(process.reader, process.writer, this.#host);
    const watchdog = new Watchdog(
      this.#limits,
      () => process.memory(),
      (ended) => this.#end(running, ended),
    );
    const running: Running = { client, process, watchdog, openings: new Turns(), opened: false };
    this.#running = running;
    process.onExit((how) => {
      this.#log(`The lake process ended: ${how}`);
      client.dispose();
      watchdog.dispose();
      if (this.#running === running) this.#running = undefined;
    });
    return running;
  }

  /** Ends a process that would not end by itself. Whoever waits hears why; when nobody does, a person is told. */
  #end(running: Running, ended: EndedFor): void {
    const sentence = endedSentence(ended, this.#limits);
    this.#log(sentence);
    const { isAwaited } = running.watchdog;
    if (this.#running === running) this.#running = undefined;
    running.client.dispose(sentence);
    running.process.kill();
    if (!isAwaited) this.#tell(sentence);
  }
}

function send<Method extends LakeMethod>(
  { client, watchdog }: Running,
  method: Method,
  request: LakeRequest<Method>,
  options: CallOptions<LakeProgress<Method>> | undefined,
): Promise<LakeResult<Method>> {
  return watchdog.during(options?.signal, () => client.call(method, request, options));
}
