import {
  type BridgeReply,
  type BridgeRequest,
  bridgeVariable,
  type DragStop,
  type MouseButton,
} from "./window-protocol.ts";

/**
 * The window that shows the editor under test, as seen from a test inside the extension host: webviews and
 * renderers are its frames, and a selector (Playwright's) is looked for in all of them until it is visible.
 */
export class EditorWindow {
  readonly #address: string;

  /** @throws Error when this extension host was not started by the harness. */
  constructor(address = process.env[bridgeVariable]) {
    if (address === undefined) throw new Error(`${bridgeVariable} is not set: start the editor tests with npm test`);
    this.#address = address;
  }

  /** Writes `out/screenshots/<name>.png` and returns its path. */
  async screenshot(name: string): Promise<string> {
    return String(await this.#ask({ action: "screenshot", name }));
  }

  /** Waits until an element is visible. */
  async waitFor(selector: string): Promise<void> {
    await this.#ask({ action: "waitFor", selector, gone: false });
  }

  /** Waits until no frame shows such an element. */
  async waitUntilGone(selector: string): Promise<void> {
    await this.#ask({ action: "waitFor", selector, gone: true });
  }

  async click(selector: string, { button = "left" }: { button?: MouseButton } = {}): Promise<void> {
    await this.#ask({ action: "click", selector, button, times: 1 });
  }

  async doubleClick(selector: string): Promise<void> {
    await this.#ask({ action: "click", selector, button: "left", times: 2 });
  }

  /**
   * Drags an element by the pointer along a path and drops it at the last stop. The pointer waits at each stop until
   * the next one is visible: a view opens while something is held over its icon.
   */
  async drag(from: string, ...path: readonly DragStop[]): Promise<void> {
    await this.#ask({ action: "drag", from, path });
  }

  /** Drops files and folders of the machine that the browser runs on, as its file manager does. */
  async dropFiles(files: readonly string[], on: DragStop): Promise<void> {
    await this.#ask({ action: "dropFiles", files, on });
  }

  /** The texts of all matching elements in the frame that shows the first of them. */
  async texts(selector: string): Promise<readonly string[]> {
    const texts = await this.#ask({ action: "texts", selector });
    return Array.isArray(texts) ? texts.map(String) : [];
  }

  /**
   * Runs a function in the frame that shows `selector`, with its first element.
   * The function is sent as text: it sees nothing but its arguments and the frame's globals.
   */
  async evaluate<Result, Argument = undefined>(
    selector: string,
    script: (element: HTMLElement, argument: Argument) => Result | Promise<Result>,
    argument?: Argument,
  ): Promise<Result> {
    return (await this.#ask({ action: "evaluate", selector, script: script.toString(), argument })) as Result;
  }

  /** As `evaluate`, for a function that is made up as text. */
  async evaluateText<Result>(selector: string, script: string): Promise<Result> {
    return (await this.#ask({ action: "evaluate", selector, script, argument: undefined })) as Result;
  }

  /** Presses keys where the focus is, for example `Control+Shift+P`. */
  async press(keys: string): Promise<void> {
    await this.#ask({ action: "press", keys });
  }

  /** Types a text where the focus is. */
  async type(text: string): Promise<void> {
    await this.#ask({ action: "type", text });
  }

  async #ask(request: BridgeRequest): Promise<unknown> {
    return askBridge(this.#address, request);
  }
}

/** Sends a request to the process outside. Throws with its words when it cannot be fulfilled. */
export async function askBridge(address: string, request: BridgeRequest): Promise<unknown> {
  const response = await fetch(address, { method: "POST", body: JSON.stringify(request) });
  if (!response.ok) throw new Error(`The test bridge answered ${response.status}`);
  const reply = (await response.json()) as BridgeReply;
  if ("failure" in reply) throw new Error(reply.failure);
  return reply.value;
}
