/** What VS Code gives a notebook's renderer, as far as it is used here. */
export interface RendererContext {
  readonly postMessage?: (message: unknown) => void;
  readonly onDidReceiveMessage?: (listener: (message: unknown) => void) => { dispose(): void };
}

/** One output that is to be drawn. */
export interface OutputItem {
  readonly id: string;
  readonly mime: string;
  json(): unknown;
}

/** What VS Code calls. */
export interface Renderer {
  renderOutputItem(item: OutputItem, element: HTMLElement): Promise<void>;
  disposeOutputItem(id?: string): void;
}
