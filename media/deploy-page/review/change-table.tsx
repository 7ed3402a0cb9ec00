import type { JSX } from "preact";
import { t } from "../../../src/base/translated.ts";
import type { ChangeKind, StackChange } from "../../../src/protocol/aws/stack-changes.ts";
import { Icon } from "../../shared/icon.tsx";
import { changeRows, typeWords } from "../stack-words.ts";

const looks: Readonly<Record<ChangeKind, { readonly icon: string; readonly word: string; readonly tone: string }>> = {
  add: { icon: "diff-added", word: t("add"), tone: "deploy-good" },
  change: { icon: "diff-modified", word: t("change"), tone: "" },
  replace: { icon: "replace", word: t("replace"), tone: "deploy-warning" },
  "may-replace": { icon: "question", word: t("change, perhaps replace"), tone: "deploy-warning" },
  remove: { icon: "diff-removed", word: t("remove"), tone: "deploy-bad" },
  import: { icon: "sign-in", word: t("import"), tone: "" },
};

/** What would be added, changed, replaced and removed; what needs the most care first. */
export function ChangeTable({ changes }: { readonly changes: readonly StackChange[] }): JSX.Element {
  return (
    <table class="deploy-table">
      <caption class="visually-hidden">{t("Changes to the stack")}</caption>
      <thead>
        <tr>
          <th scope="col">{t("Change")}</th>
          <th scope="col">{t("What")}</th>
          <th scope="col">{t("Resources")}</th>
        </tr>
      </thead>
      <tbody>
        {changeRows(changes).map(({ kind, type, because, isKept, resources }) => {
          const { icon, word, tone } = looks[kind];
          return (
            <tr key={`${kind} ${type} ${because.join()} ${isKept}`}>
              <td class="deploy-kind">
                <span class={tone}>
                  <Icon name={icon} />
                </span>{" "}
                {word}
              </td>
              <th scope="row">
                {resources.length > 1 && `${resources.length} × `}
                {typeWords(type)}
              </th>
              <td class="deploy-resources">
                {resources.join(", ")}
                {isKept && <div class="deploy-dim">{t("The old one stays in the account.")}</div>}
                {because.length > 0 && <div class="deploy-dim">{because.join(", ")}</div>}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
