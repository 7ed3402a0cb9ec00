import type { JSX } from "preact";
import { t } from "../../../src/base/translated.ts";
import type { ResultColumn, ResultView } from "../../../src/protocol/query.ts";
import { visibleText } from "../../../src/protocol/words/visible-text.ts";
import { Button } from "../../shared/controls.tsx";
import { Icon } from "../../shared/icon.tsx";
import type { Clock } from "../../shared/shown-time.ts";
import { filterWords } from "./view-query.ts";
import "./filter-chips.css";

/** The filters in force; each can be taken away. */
export function FilterChips(props: {
  readonly view: ResultView;
  readonly columns: readonly ResultColumn[];
  readonly clock: Clock;
  readonly onRemove: (index: number) => void;
  readonly onClear: () => void;
}): JSX.Element | null {
  const filters = props.view.filters ?? [];
  if (filters.length === 0) return null;
  return (
    <ul class="filter-chips" aria-label={t("Filters")}>
      {filters.map((filter, index) => {
        const words = visibleText(filterWords(filter, props.columns, props.clock));
        return (
          <li key={words} class="filter-chip">
            <span class="filter-words" title={words}>
              {words}
            </span>
            <button
              type="button"
              class="filter-remove"
              aria-label={t("Remove filter: {0}", words)}
              onClick={() => props.onRemove(index)}
            >
              <Icon name="close" />
            </button>
          </li>
        );
      })}
      {filters.length > 1 && (
        <li>
          <Button appearance="icon" onPress={props.onClear}>
            {t("Clear filters")}
          </Button>
        </li>
      )}
    </ul>
  );
}
