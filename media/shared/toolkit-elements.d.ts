import type { HTMLAttributes } from "preact";

declare module "preact" {
  namespace JSX {
    interface IntrinsicElements {
      "vscode-button": HTMLAttributes<HTMLElement> & {
        appearance?: "primary" | "secondary" | "icon";
        disabled?: boolean;
      };
      "vscode-checkbox": HTMLAttributes<HTMLElement & { checked: boolean }> & { checked?: boolean };
      "vscode-dropdown": HTMLAttributes<HTMLElement & { value: string }>;
      "vscode-option": HTMLAttributes<HTMLElement> & { value: string; selected?: boolean };
      "vscode-text-field": HTMLAttributes<HTMLElement & { value: string }> & {
        value?: string;
        placeholder?: string;
        type?: "text" | "password";
        disabled?: boolean;
      };
      "vscode-radio-group": HTMLAttributes<HTMLElement & { value: string }> & {
        value?: string;
        orientation?: "horizontal" | "vertical";
      };
      "vscode-radio": HTMLAttributes<HTMLElement> & { value: string };
    }
  }
}
