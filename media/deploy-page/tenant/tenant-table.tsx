import type { JSX } from "preact";
import { t } from "../../../src/base/translated.ts";
import type { StackTenant } from "../../../src/protocol/aws/stack-changes.ts";
import { Button } from "../../shared/controls.tsx";

/** The tenants that a stack collects; what their credentials are, nobody is told. */
export function TenantTable(props: {
  readonly tenants: readonly StackTenant[];
  readonly isLocked: boolean;
  readonly onReplace: (tenantId: string) => void;
  readonly onRemove: (tenantId: string) => void;
}): JSX.Element {
  const { tenants, isLocked, onReplace, onRemove } = props;
  return (
    <table class="deploy-table deploy-tenants">
      <caption class="visually-hidden">{t("Tenants of the stack")}</caption>
      <thead>
        <tr>
          <th scope="col">{t("Tenant")}</th>
          <th scope="col">{t("Credential kept (UTC)")}</th>
          <th scope="col">
            <span class="visually-hidden">{t("Actions")}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {tenants.map(({ tenantId, keptAt }) => (
          <tr key={tenantId}>
            <th scope="row" class="deploy-name">
              {tenantId}
            </th>
            <td class="deploy-time">{keptAt === undefined ? t("not told") : keptAt.slice(0, 16).replace("T", " ")}</td>
            <td class="deploy-row-actions">
              <Button
                appearance="secondary"
                label={t("Replace the credential of {0}", tenantId)}
                disabled={isLocked}
                onPress={() => onReplace(tenantId)}
              >
                {t("Replace…")}
              </Button>
              <Button
                appearance="secondary"
                label={t("Remove the credential of {0}", tenantId)}
                disabled={isLocked}
                onPress={() => onRemove(tenantId)}
              >
                {t("Remove…")}
              </Button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
