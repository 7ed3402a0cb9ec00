import type { JSX } from "preact";
import { sum } from "../../../src/base/sum.ts";
import { t } from "../../../src/base/translated.ts";
import type { PriceLine } from "../../../src/protocol/aws/stack-changes.ts";

/** What the stack costs a month, about, with its sum. */
export function PriceTable({ price }: { readonly price: readonly PriceLine[] }): JSX.Element {
  const total = sum(price, ({ dollars }) => dollars);
  return (
    <>
      <table class="deploy-table deploy-price">
        <caption class="visually-hidden">{t("Price a month")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("Part")}</th>
            <th scope="col" class="deploy-number">
              {t("US dollars")}
            </th>
            <th scope="col">{t("For")}</th>
          </tr>
        </thead>
        <tbody>
          {price.map(({ what, amount, dollars }) => (
            <tr key={what}>
              <th scope="row">{what}</th>
              <td class="deploy-number">{dollars.toFixed(2)}</td>
              <td>{amount}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" class="deploy-total">
              {t("A month, about")}
            </th>
            <td class="deploy-number deploy-total">{total.toFixed(2)}</td>
            <td>{t("Prices of N. Virginia, without free tiers")}</td>
          </tr>
        </tfoot>
      </table>
      <p class="deploy-note">{t("Athena takes $5 for each TB that queries read, which comes on top.")}</p>
    </>
  );
}
