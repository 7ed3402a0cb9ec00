import type { JSX } from "preact";
import { Icon } from "../icon.tsx";
import "./problem.css";

/** What is wrong with a field. Only the icon is red: on white, the theme's red is too pale to be read. */
export function Problem(props: { readonly text: string }): JSX.Element {
  return (
    <div class="problem" role="alert">
      <Icon name="error" />
      <span>{props.text}</span>
    </div>
  );
}
