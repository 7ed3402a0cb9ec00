import { useEffect, useState } from "preact/hooks";
import type { DeployTarget } from "../../../src/protocol/aws/deploy-page.ts";
import type { StackTenant } from "../../../src/protocol/aws/stack-changes.ts";
import { CancelledError } from "../../../src/protocol/errors.ts";
import type { DeployHost } from "../deploy-host.ts";
import { type Failure, failureOf } from "../use-operation.ts";

/** The tenants of a stack, as they are known. */
export interface Tenants {
  /** Undefined before they are read. */
  readonly tenants: readonly StackTenant[] | undefined;
  readonly failure: Failure | undefined;
  readonly read: () => void;
  /** A credential was kept just now; Parameter Store may list it later. */
  readonly kept: (tenantId: string) => void;
  /** Asks the person and forgets the credential. */
  readonly remove: (tenantId: string) => Promise<void>;
}

export function useTenants(host: DeployHost, target: DeployTarget, stack: string): Tenants {
  const [tenants, setTenants] = useState<readonly StackTenant[]>();
  const [failure, setFailure] = useState<Failure>();
  const guarded = async (work: () => Promise<void>): Promise<void> => {
    setFailure(undefined);
    try {
      await work();
    } catch (error) {
      if (!(error instanceof CancelledError)) setFailure(failureOf(error));
    }
  };
  const read = (): void => {
    void guarded(async () => setTenants(await host.request("tenants", { ...target, stack })));
  };
  useEffect(read, []);
  const without = (tenantId: string) => (before: readonly StackTenant[] | undefined) =>
    before?.filter((each) => each.tenantId !== tenantId);
  return {
    tenants,
    failure,
    read,
    kept: (tenantId) => {
      const others = without(tenantId)(tenants);
      // One tenant that is known must not pass for all that could not be listed.
      if (others === undefined) read();
      else
        setTenants(
          [...others, { tenantId, keptAt: new Date().toISOString() }].sort((a, b) =>
            a.tenantId < b.tenantId ? -1 : 1,
          ),
        );
    },
    remove: (tenantId) =>
      guarded(async () => {
        if (await host.request("removeTenant", { ...target, stack, tenantId })) setTenants(without(tenantId));
      }),
  };
}
