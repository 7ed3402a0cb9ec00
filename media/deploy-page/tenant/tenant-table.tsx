import type { JSX } from "preact";
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
      <caption class="visually-hidden">Tenants of the stack</caption>
      <thead>
        <tr>
          <th scope="col">Tenant</th>
          <th scope="col">Credential kept (UTC)</th>
          <th scope="col">
            <span class="visually-hidden">Actions</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {tenants.map(({ tenantId, keptAt }) => (
          <tr key={tenantId}>
            <th scope="row" class="deploy-name">
              {tenantId}
            </th>
            <td class="deploy-time">{keptAt === undefined ? "not told" : keptAt.slice(0, 16).replace("T", " ")}</td>
            <td class="deploy-row-actions">
              <Button
                appearance="secondary"
                label={`Replace the credential of ${tenantId}`}
                disabled={isLocked}
                onPress={() => onReplace(tenantId)}
              >
                Replace…
              </Button>
              <Button
                appearance="secondary"
                label={`Remove the credential of ${tenantId}`}
                disabled={isLocked}
                onPress={() => onRemove(tenantId)}
              >
                Remove…
              </Button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
