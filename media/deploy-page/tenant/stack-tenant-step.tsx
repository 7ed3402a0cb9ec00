import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { t } from "../../../src/base/translated.ts";
import type { DeployTarget } from "../../../src/protocol/aws/deploy-page.ts";
import { Button } from "../../shared/controls.tsx";
import { Icon } from "../../shared/icon.tsx";
import type { DeployHost } from "../deploy-host.ts";
import { FailureMessage } from "../failure-message.tsx";
import { CredentialForm } from "./credential-form.tsx";
import { FirstRuns } from "./first-runs.tsx";
import { TenantTable } from "./tenant-table.tsx";
import { UseLake } from "./use-lake.tsx";
import { useTenants } from "./use-tenants.ts";

/** What the form under the table is for: a tenant that is new, or the credential of one that is there. */
type Form = { readonly kind: "new" } | { readonly kind: "replace"; readonly tenantId: string };

/** The tenants that the stack collects: their credentials go to Parameter Store, and a first run shows that they work. */
export function TenantStep(props: {
  readonly host: DeployHost;
  readonly target: DeployTarget;
  readonly stack: string;
}): JSX.Element {
  const { host, target, stack } = props;
  const { tenants, failure, read, kept, remove } = useTenants(host, target, stack);
  const [form, setForm] = useState<Form>();
  const [isRemoving, setRemoving] = useState(false);
  const [news, setNews] = useState<string>();
  const hasTenants = tenants !== undefined && tenants.length > 0;
  // Where the tenants cannot be listed, the one whose credential was just kept can be tried all the same.
  const canRun = hasTenants || (tenants === undefined && news !== undefined);
  const replaced = form?.kind === "replace" ? form.tenantId : undefined;
  const removeOne = async (tenantId: string): Promise<void> => {
    setNews(undefined);
    setRemoving(true);
    await remove(tenantId);
    setRemoving(false);
  };
  const open = (next: Form | undefined): void => {
    setNews(undefined);
    setForm(next);
  };
  return (
    <>
      <h2 class="deploy-section">{t("Tenants of stack {0}", stack)}</h2>
      <p class="deploy-note">
        {t(
          "The functions sign in with the app registration that reads a tenant's logs. Its credential goes to Parameter Store, encrypted with the stack's own key, and is kept nowhere else; it cannot be read back here.",
        )}
      </p>
      {failure && <FailureMessage host={host} failure={failure} {...(tenants === undefined && { onRetry: read })} />}
      {tenants === undefined && failure === undefined && (
        <p role="status">
          <Icon name="loading" spin /> {t("Looking which tenants it has…")}
        </p>
      )}
      {hasTenants && (
        <TenantTable
          tenants={tenants}
          isLocked={isRemoving}
          onReplace={(tenantId) => open({ kind: "replace", tenantId })}
          onRemove={(tenantId) => void removeOne(tenantId)}
        />
      )}
      {news !== undefined && (
        <p role="status">
          <span class="deploy-good">
            <Icon name="pass" />
          </span>{" "}
          {news}
        </p>
      )}
      {hasTenants && form === undefined && (
        <div class="deploy-actions">
          <Button appearance="secondary" icon="add" onPress={() => open({ kind: "new" })}>
            {t("Another tenant")}
          </Button>
        </div>
      )}
      {(form !== undefined || (!hasTenants && (tenants !== undefined || failure !== undefined))) && (
        <>
          {replaced !== undefined && <h2 class="deploy-section">{t("Replace the credential of {0}", replaced)}</h2>}
          <CredentialForm
            key={replaced ?? "new"}
            host={host}
            target={target}
            stack={stack}
            replaced={replaced}
            onKept={(tenantId) => {
              kept(tenantId);
              setForm(undefined);
              setNews(t("The stack collects tenant {0} from its next run on.", tenantId));
            }}
            onCancel={hasTenants ? () => open(undefined) : undefined}
          />
        </>
      )}
      {canRun ? (
        <FirstRuns host={host} target={target} stack={stack} />
      ) : (
        <UseLake
          host={host}
          target={target}
          stack={stack}
          isNext={false}
          note={t("A tenant can be added later. Until then the functions have nothing to read.")}
        />
      )}
    </>
  );
}
