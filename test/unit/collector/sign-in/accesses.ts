import type { Clock } from "../../../../src/collector/clock.ts";
import type { SignInAccess, SignInCredential } from "../../../../src/collector/sign-in/sign-in-credential.ts";
import { CancelledError } from "../../../../src/protocol/errors.ts";

export const tenantId = "11111111-2222-4333-8444-555555555555";
export const clientId = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee";

export function accessAt(origin: string, credential: SignInCredential): SignInAccess {
  const endpoints = { login: origin, graph: origin, management: origin };
  return { tenantId, clientId, cloud: "global", endpoints, credential };
}

/** Stands still: whoever sleeps does so until `elapse`, or until its signal. */
export class StillClock implements Clock {
  readonly #sleepers = new Set<() => void>();

  now(): number {
    return Date.now();
  }

  sleep(_ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(new CancelledError());
      this.#sleepers.add(resolve);
      signal?.addEventListener("abort", () => reject(new CancelledError()), { once: true });
    });
  }

  /** All sleeps end. */
  elapse(): void {
    for (const wake of this.#sleepers) wake();
  }
}
