import { startTrino } from "./start-trino.ts";

/** The Trino that the stage started for all test files, or one for this file alone. */
export async function useTrino(): Promise<{ readonly address: string } & AsyncDisposable> {
  const shared = process.env["TENANTTRAIL_TEST_TRINO"];
  if (shared !== undefined) return { address: shared, [Symbol.asyncDispose]: async () => undefined };
  const { address, stop } = await startTrino();
  return { address, [Symbol.asyncDispose]: stop };
}
