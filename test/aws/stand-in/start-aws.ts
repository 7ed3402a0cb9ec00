import { rm } from "node:fs/promises";
import { Gateway } from "./gateway/gateway.ts";
import { startMiniStack } from "./ministack/start-ministack.ts";
import { freePort } from "./processes/free-port.ts";
import { makeOwnFolder } from "./processes/own-folder.ts";
import { useTrino } from "./trino/use-trino.ts";

/** A whole AWS with one account and nothing in it, on this machine's loopback interface. */
export interface StandInAws {
  readonly endpoint: string;
  readonly region: string;
  readonly accountId: string;
  /** The account's root: the one caller that needs no policy. */
  readonly rootCredentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** What answers at the endpoint: what tests may set of it, and the calls that it saw. */
  readonly gateway: Gateway;
  /** Where MiniStack itself listens, for tests of the stand-in. */
  readonly miniStackPort: number;
  stop(): Promise<void>;
}

/** What the AWS is to have beside MiniStack. */
export interface StandInOptions {
  /**
   * True for queries in Athena. It takes a Trino, which the test files of a stage share. Or the address of what answers
   * as a Trino does.
   */
  readonly athena?: boolean | string;
}

/**
 * Starts an AWS of its own for a test file: MiniStack with IAM enforced, behind the gateway.
 *
 * @throws {Unavailable} in one line, when this machine lacks what it is made of.
 */
export async function startAws({ athena = false }: StandInOptions = {}): Promise<StandInAws> {
  await using started = new AsyncDisposableStack();
  const folder = await makeOwnFolder("aws");
  started.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  const trino = athena === true ? started.use(await useTrino()).address : athena || undefined;
  const port = await freePort();
  const gateway = await Gateway.start(port, trino);
  started.defer(() => gateway.stop());
  const miniStack = await startMiniStack({ port, folder, endpoint: gateway.endpoint });
  started.defer(() => miniStack.stop());
  const all = started.move();
  return {
    endpoint: gateway.endpoint,
    region: "us-east-1",
    accountId: "000000000000",
    rootCredentials: { accessKeyId: "test", secretAccessKey: "test" },
    gateway,
    miniStackPort: port,
    stop: () => all.disposeAsync(),
  };
}
