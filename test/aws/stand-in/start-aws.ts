import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startGateway } from "./gateway/gateway.ts";
import { startMiniStack } from "./ministack.ts";
import { freePort } from "./processes/free-port.ts";

/** A whole AWS with one account and nothing in it, on this machine's loopback interface. */
export interface StandInAws {
  readonly endpoint: string;
  readonly region: string;
  readonly accountId: string;
  /** The account's root: the one caller that needs no policy. */
  readonly rootCredentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** Where MiniStack itself listens, for tests of the stand-in. */
  readonly miniStackPort: number;
  stop(): Promise<void>;
}

/**
 * Starts an AWS of its own for a test file: MiniStack with IAM enforced, behind the gateway.
 *
 * @throws {Unavailable} in one line, when this machine lacks what it is made of.
 */
export async function startAws(): Promise<StandInAws> {
  const folder = await mkdtemp(join(tmpdir(), "tenanttrail-aws-"));
  const port = await freePort();
  const gateway = await startGateway(port);
  const stopGateway = async (): Promise<void> => {
    await gateway.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const miniStack = await startMiniStack({ port, folder, endpoint: gateway.endpoint });
    return {
      endpoint: gateway.endpoint,
      region: "us-east-1",
      accountId: "000000000000",
      rootCredentials: { accessKeyId: "test", secretAccessKey: "test" },
      miniStackPort: port,
      stop: async () => {
        await miniStack.stop();
        await stopGateway();
      },
    };
  } catch (error) {
    await stopGateway();
    throw error;
  }
}
