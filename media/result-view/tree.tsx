import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { JsonValue } from "../../src/protocol/query.ts";
import { Button } from "../shared/controls.tsx";
import { FoundText } from "./found-text.tsx";
import { branchWords, childrenOf, holdsText, isBranch, type TreeChild } from "./value-tree.ts";
import "./tree.css";

/** Children drawn at first, and added by each press of the button. */
const page = 200;

/** A nested value with branches that open; with a sought text, only what holds it, opened. */
export function Tree(props: { readonly value: JsonValue; readonly sought: string }): JSX.Element {
  return (
    <div class="tree">
      <Children value={props.value} sought={props.sought} />
    </div>
  );
}

function Children(props: { readonly value: JsonValue; readonly sought: string }): JSX.Element {
  const [limit, setLimit] = useState(page);
  const sought = props.sought.toLowerCase();
  const children = childrenOf(props.value).filter((child) => sought === "" || holdsText(child, sought));
  const more = children.length - limit;
  return (
    <ul class="tree-children">
      {children.slice(0, limit).map((child) => (
        <li key={child.name}>
          {isBranch(child.value) ? (
            <Branch child={child} sought={props.sought} />
          ) : (
            <div class="tree-leaf">
              <Name child={child} sought={props.sought} /> <Leaf value={child.value} sought={props.sought} />
            </div>
          )}
        </li>
      ))}
      {more > 0 && (
        <li>
          <Button appearance="icon" onPress={() => setLimit(limit + page)}>
            Show {Math.min(more, page)} more of {more}
          </Button>
        </li>
      )}
    </ul>
  );
}

function Branch(props: { readonly child: TreeChild; readonly sought: string }): JSX.Element {
  const { child, sought } = props;
  const [open, setOpen] = useState(true);
  const isOpen = open || sought !== "";
  return (
    <details class="tree-branch" open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <Name child={child} sought={sought} /> <span class="tree-words">{branchWords(child.value)}</span>
      </summary>
      {isOpen && <Children value={child.value} sought={inside(child, sought)} />}
    </details>
  );
}

/** A branch found by its own name is shown whole. */
function inside(child: TreeChild, sought: string): string {
  const within = childrenOf(child.value).some((inner) => holdsText(inner, sought.toLowerCase()));
  return within ? sought : "";
}

function Name(props: { readonly child: TreeChild; readonly sought: string }): JSX.Element {
  return (
    <span class="tree-name">
      <FoundText text={props.child.name} sought={props.sought} />:
    </span>
  );
}

function Leaf(props: { readonly value: JsonValue; readonly sought: string }): JSX.Element {
  const { value } = props;
  const kind = value === null ? "null" : typeof value;
  return (
    <span class={`tree-value tree-${kind}`}>
      <FoundText text={JSON.stringify(value)} sought={props.sought} />
    </span>
  );
}
