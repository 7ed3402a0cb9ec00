import { t } from "../../../src/base/translated.ts";
import type { ViewPreferences } from "../../../src/protocol/result-page.ts";
import { controlKey, type MenuGroups } from "../../shared/menu.tsx";
import { localZoneWords } from "../../shared/shown-time.ts";

/** What the menu of the view can do. */
export interface ViewMenuActions {
  readonly change: (part: ViewPreferences) => void;
  readonly goToColumn: () => void;
}

/** How the rows are shown. `offersOrder` where the columns have an order of ours beside the query's. */
export function viewMenu(preferences: ViewPreferences, offersOrder: boolean, actions: ViewMenuActions): MenuGroups {
  const { change } = actions;
  const hidesEmpty = preferences.hidesEmptyColumns ?? offersOrder;
  const isLocal = preferences.usesLocalTime ?? false;
  const hasNumbers = preferences.hidesRowNumbers !== true;
  const isOurs = preferences.usesQueryOrder !== true;
  return [
    [{ label: t("Go to column…"), key: controlKey("G"), act: actions.goToColumn }],
    [
      { label: t("Row numbers"), checked: hasNumbers, act: () => change({ hidesRowNumbers: hasNumbers }) },
      { label: t("Hide empty columns"), checked: hidesEmpty, act: () => change({ hidesEmptyColumns: !hidesEmpty }) },
      ...(offersOrder
        ? [
            {
              label: t("Time, account and result first"),
              checked: isOurs,
              act: () => change({ usesQueryOrder: isOurs }),
            },
          ]
        : []),
    ],
    [
      { label: t("Times in UTC"), checked: !isLocal, act: () => change({ usesLocalTime: false }) },
      { label: t("Times in {0}", localZoneWords()), checked: isLocal, act: () => change({ usesLocalTime: true }) },
    ],
  ];
}
