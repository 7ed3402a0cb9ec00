import type { Context, Middleware } from "@microsoft/microsoft-graph-client";
import type { RequestLine } from "../../../protocol/service/request-line.ts";
import type { Clock } from "../../clock.ts";
import { exchangeOf } from "./exchange.ts";

/** Tells of every attempt that was sent, how it went: when it was answered, refused or broke off. */
export class Telling implements Middleware {
  readonly #next: Middleware;
  readonly #clock: Clock;
  readonly #tell: (line: Omit<RequestLine, "tenantId">) => void;

  constructor(next: Middleware, clock: Clock, tell: (line: Omit<RequestLine, "tenantId">) => void) {
    this.#next = next;
    this.#clock = clock;
    this.#tell = tell;
  }

  async execute(context: Context): Promise<void> {
    const exchange = exchangeOf(context);
    exchange.beginAttempt();
    const askedMs = this.#clock.now();
    try {
      await this.#next.execute(context);
    } finally {
      const { sentMs, status, answer, request } = exchange;
      const records = request.list ? answer?.body.elements?.length : undefined;
      // One that was cancelled while it waited was never sent.
      if (sentMs !== undefined)
        this.#tell({
          what: request.purpose.label,
          ...(status !== undefined && { status }),
          ...(records !== undefined && { records }),
          waitedMs: sentMs - askedMs,
          tookMs: this.#clock.now() - sentMs,
        });
    }
  }
}
