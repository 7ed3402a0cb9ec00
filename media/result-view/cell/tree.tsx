import type { JSX } from "preact";
import { useMemo, useState } from "preact/hooks";
import { t } from "../../../src/base/translated.ts";
import type { JsonValue } from "../../../src/protocol/query.ts";
import { count, counted } from "../../shared/amounts.ts";
import { Button } from "../../shared/controls.tsx";
import { FoundText } from "./found-text.tsx";
import {
  type BranchValue,
  branchWords,
  childrenOf,
  findInTree,
  holdsText,
  isBranch,
  isSmall,
  type TreeChild,
  type TreeFinds,
} from "./value-tree.ts";
import "./tree.css";

/** Children drawn at first, and added by each press of the button. */
const page = 200;
/** Characters of a value or a name drawn at first, and of a value added by each press. */
const firstCharacters = 2000;
const moreCharacters = 20_000;
/** A value with at most so many values and levels opens whole; a larger one opens level by level. */
const openWhole = { values: 100, depth: 5 } as const;

/** The sought text and where it was found; undefined while nothing is sought. */
interface Search {
  readonly sought: string;
  readonly finds: TreeFinds | undefined;
}

/** A nested value with branches that open; with a sought text, only what holds it. */
export function Tree(props: { readonly value: BranchValue; readonly sought: string }): JSX.Element {
  const { value, sought } = props;
  const finds = useMemo(() => (sought === "" ? undefined : findInTree(value, sought)), [value, sought]);
  const opensWhole = useMemo(() => isSmall(value, openWhole.values, openWhole.depth), [value]);
  return (
    <div class="tree">
      {finds?.isCut && (
        <p class="tree-words">{t("Too large to be searched to its end: what is found is from its beginning.")}</p>
      )}
      <Children value={value} search={{ sought, finds }} isOpenAtFirst={opensWhole} />
    </div>
  );
}

interface PartProps {
  readonly search: Search;
  readonly isOpenAtFirst: boolean;
}

function Children(props: PartProps & { readonly value: BranchValue }): JSX.Element {
  const { value, search } = props;
  const [limit, setLimit] = useState(page);
  const children = useMemo(() => wantedChildren(value, search), [value, search.finds]);
  const more = children.length - limit;
  return (
    <ul class="tree-children">
      {children.slice(0, limit).map((child) => (
        <li key={child.name}>
          {isBranch(child.value) ? (
            <Branch {...props} name={child.name} value={child.value} />
          ) : (
            <div class="tree-leaf" data-line>
              <Name text={child.name} sought={search.sought} /> <Leaf value={child.value} sought={search.sought} />
            </div>
          )}
        </li>
      ))}
      {more > 0 && (
        <li>
          <Button appearance="icon" onPress={() => setLimit(limit + page)}>
            {t("Show {0} more of {1}", Math.min(more, page), count(more))}
          </Button>
        </li>
      )}
    </ul>
  );
}

/** The children that hold what is sought; all of a branch that was found by its own name alone. */
function wantedChildren(value: BranchValue, { sought, finds }: Search): readonly TreeChild[] {
  const children = childrenOf(value);
  if (finds === undefined || !finds.holders.has(value)) return children;
  const text = sought.toLowerCase();
  return children.filter(
    (child) => holdsText(child, text) || (isBranch(child.value) && finds.holders.has(child.value)),
  );
}

function Branch(props: PartProps & { readonly name: string; readonly value: BranchValue }): JSX.Element {
  const { name, value, search } = props;
  const [chosen, setChosen] = useState<boolean | undefined>(undefined);
  const isOpen = chosen ?? (search.finds === undefined ? props.isOpenAtFirst : search.finds.opened.has(value));
  const words = useMemo(() => branchWords(value), [value]);
  return (
    <details
      class="tree-branch"
      open={isOpen}
      onToggle={(event) => {
        if (event.currentTarget.open !== isOpen) setChosen(event.currentTarget.open);
      }}
    >
      <summary data-line>
        <Name text={name} sought={search.sought} /> <span class="tree-words">{words}</span>
      </summary>
      {isOpen && <Children value={value} search={search} isOpenAtFirst={props.isOpenAtFirst} />}
    </details>
  );
}

function Name(props: { readonly text: string; readonly sought: string }): JSX.Element {
  const { text } = props;
  return (
    <span class="tree-name">
      <FoundText text={text.slice(0, firstCharacters)} sought={props.sought} />
      {text.length > firstCharacters && "…"}:
    </span>
  );
}

function Leaf(props: { readonly value: Exclude<JsonValue, BranchValue>; readonly sought: string }): JSX.Element {
  const { value } = props;
  const [limit, setLimit] = useState(firstCharacters);
  const kind = value === null ? "null" : typeof value;
  const more = typeof value === "string" ? value.length - limit : 0;
  const text = JSON.stringify(more > 0 ? String(value).slice(0, limit) : value);
  return (
    <span class={`tree-value tree-${kind}`}>
      <FoundText text={more > 0 ? `${text.slice(0, -1)}…` : text} sought={props.sought} />
      {more > 0 && (
        <Button appearance="icon" onPress={() => setLimit(limit + moreCharacters)}>
          {counted(more, t("Show more of {0} character"), t("Show more of {0} characters"))}
        </Button>
      )}
    </span>
  );
}
