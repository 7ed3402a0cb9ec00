import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { DeployTarget } from "../../../src/protocol/aws/deploy-page.ts";
import { Icon } from "../../shared/icon.tsx";
import type { DeployHost } from "../deploy-host.ts";
import { CredentialForm } from "./credential-form.tsx";
import { FirstRuns } from "./first-runs.tsx";
import { UseLake } from "./use-lake.tsx";

/** The tenant that the stack collects: its credential goes to Parameter Store, and a first run shows that it works. */
export function TenantStep(props: {
  readonly host: DeployHost;
  readonly target: DeployTarget;
  readonly stack: string;
  /** Whether the stack was there before, and may have tenants. */
  readonly isKnown: boolean;
}): JSX.Element {
  const { stack, isKnown } = props;
  const [kept, setKept] = useState<readonly string[]>([]);
  const form = (
    <CredentialForm
      key={kept.length}
      {...props}
      onKept={(tenantId) => setKept((before) => [...before.filter((each) => each !== tenantId), tenantId])}
    />
  );
  return (
    <>
      <h2 class="deploy-section">Tenant of stack {stack}</h2>
      <p class="deploy-note">
        The functions sign in with the app registration that reads the tenant's logs. Its credential goes to Parameter
        Store, encrypted with the stack's own key, and is kept nowhere else.
      </p>
      {kept.map((each) => (
        <p key={each} role="status">
          <span class="deploy-good">
            <Icon name="pass" />
          </span>{" "}
          The stack collects tenant <span class="deploy-name">{each}</span>
        </p>
      ))}
      {kept.length === 0 ? (
        form
      ) : (
        <details class="deploy-group">
          <summary class="deploy-group-title">Another tenant</summary>
          <div class="deploy-group-fields">{form}</div>
        </details>
      )}
      {kept.length > 0 || isKnown ? (
        <FirstRuns {...props} />
      ) : (
        <UseLake
          {...props}
          isNext={false}
          note="A tenant can be added later. Until then the functions have nothing to read."
        />
      )}
    </>
  );
}
