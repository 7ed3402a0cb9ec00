import type { MessageReader, MessageWriter } from "vscode-jsonrpc/node";
import { t } from "../../base/translated.ts";
import { TenantTrailError } from "../../protocol/errors.ts";
import type { ConnectionInfo, OpenRequest } from "../../protocol/lake.ts";
import type { Host } from "../../protocol/service/host.ts";
import { type LakeService, lakeMethods } from "../../protocol/service/lake-service.ts";
import type { CallOptions, MethodOf, ProgressOf, RequestOf, ResultOf } from "../../protocol/service/methods.ts";
import { Turns } from "../../protocol/turns.ts";
import { serviceProxy } from "../../rpc/service-proxy.ts";
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
export class LakeProcess {
  /** The core as it answers from the process that runs at the time of a call. */
  readonly service: LakeService = {
    ...serviceProxy<LakeService>(lakeMethods, (method, request, options) => this.#call(method, request, options)),
    useConnection: (request, options) => this.#useConnection(request, options),
    releaseResult: (request, options) => this.#releaseResult(request, options),
  };
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

  /** Ends the process; pending requests reject with `lake-process-stopped`. Safe to call twice. */
  dispose(): void {
    this.#disposed = true;
    const running = this.#running;
    this.#running = undefined;
    running?.watchdog.dispose();
    running?.client.dispose();
    running?.process.kill();
  }

  async #useConnection(request: OpenRequest, options?: CallOptions): Promise<ConnectionInfo> {
    const running = this.#start();
    return running.openings.take(async () => {
      const info = await send(running, "useConnection", request, options);
      running.opened = true;
      // Opening it again makes no folder, and fails when what was in it is gone.
      this.#chosen = { ...info.connection, mustExist: true, ...(info.isKnown && { isKnown: true }) };
      return info;
    });
  }

  /** Frees a held result; a process that is not running holds none. */
  async #releaseResult(request: { resultId: string }, options?: CallOptions): Promise<void> {
    if (this.#running) await this.#call("releaseResult", request, options);
  }

  async #call<Method extends MethodOf<LakeService>>(
    method: Method,
    request: RequestOf<LakeService, Method>,
    options: CallOptions<ProgressOf<LakeService, Method>> | undefined,
  ): Promise<ResultOf<LakeService, Method>> {
    const running = this.#start();
    await this.#connect(running);
    return send(running, method, request, options);
  }

  /**
   * Waits for a lake that is being opened, and opens the chosen lake in a new process. When that fails, the next call
   * tries again.
   */
  #connect(running: Running): Promise<void> {
    return running.openings.take(async () => {
      if (running.opened || !this.#chosen) return;
      await send(running, "useConnection", this.#chosen, undefined);
      running.opened = true;
    });
  }

  #start(): Running {
    if (this.#disposed)
      throw new TenantTrailError("lake-process-stopped", t("The lake process was stopped. Reload the window."));
    if (this.#running) return this.#running;
    const process = this.#launch();
    const client = new LakeClient(process.reader, process.writer, this.#host, (error) =>
      this.#log(`The editor failed to answer: ${error instanceof Error ? error.stack : String(error)}`),
    );
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

function send<Method extends MethodOf<LakeService>>(
  { client, watchdog }: Running,
  method: Method,
  request: RequestOf<LakeService, Method>,
  options: CallOptions<ProgressOf<LakeService, Method>> | undefined,
): Promise<ResultOf<LakeService, Method>> {
  return watchdog.during(options?.signal, () => client.call(method, request, options));
}
