import type { ComponentChildren, JSX } from "preact";
import { Icon } from "./icon.tsx";
import { MarkedText } from "./marked-text.tsx";
import "./message.css";

/** In place of content: what happened, what it means, and the buttons of the next step. */
export function Message(props: {
  readonly icon: string;
  readonly tone?: "error" | "plain";
  readonly text: string;
  readonly children?: ComponentChildren;
  readonly actions?: ComponentChildren;
}): JSX.Element {
  const tone = props.tone ?? "plain";
  return (
    <div class={`message message-${tone}`} role={tone === "error" ? "alert" : "status"}>
      <Icon name={props.icon} />
      <div class="message-body">
        <p class="message-text">
          <MarkedText text={props.text} lines="kept" />
        </p>
        {props.children}
        {props.actions && <div class="message-actions">{props.actions}</div>}
      </div>
    </div>
  );
}
