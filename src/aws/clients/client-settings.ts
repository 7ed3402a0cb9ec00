import { NodeHttpHandler } from "@smithy/node-http-handler";
import { minuteMs } from "../../base/time-units.ts";
import type { AwsAccess } from "./aws-access.ts";

const connectMs = 5_000;
const socketsAtOnce = 64;

/** How patient a client is. */
export interface Patience {
  /** Attempts of one request, the first included. Default: 4. */
  readonly attempts?: number;
  /** For how long a connection may be silent, in milliseconds. Default: half a minute. */
  readonly silentMs?: number;
}

const nothing = (): void => undefined;

/** Without one the SDK writes to the console, which is a stream of a protocol here. */
export const silentLogger = { trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing };

/** What every client of the SDK is made with. */
export interface ClientSettings extends AwsAccess {
  readonly logger: typeof silentLogger;
  readonly retryMode: "standard";
  readonly maxAttempts: number;
  readonly requestHandler: NodeHttpHandler;
}

/** The settings of a client. Without them the SDK waits for ever for a server that is silent. */
export function clientSettings(access: AwsAccess, patience: Patience = {}): ClientSettings {
  const { attempts = 4, silentMs = minuteMs / 2 } = patience;
  return {
    ...access,
    logger: silentLogger,
    retryMode: "standard",
    maxAttempts: attempts,
    requestHandler: new NodeHttpHandler({
      connectionTimeout: connectMs,
      socketTimeout: silentMs,
      httpAgent: { keepAlive: true, maxSockets: socketsAtOnce },
      httpsAgent: { keepAlive: true, maxSockets: socketsAtOnce },
      // Requests that wait for a connection are ordinary here; the SDK would write a warning to the console.
      socketAcquisitionWarningTimeout: silentMs,
    }),
  };
}
