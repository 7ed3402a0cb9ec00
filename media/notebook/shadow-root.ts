const iconFont = "codicon";

/**
 * A tree of its own under an output, with our styles, so that they and those of other renderers do not meet: all outputs
 * of a notebook are in one page. Resolves when the styles have come.
 *
 * @param base the address of our script, beside which the styles lie.
 */
export async function styledRoot(element: HTMLElement, base: string): Promise<HTMLElement> {
  const shadow = element.shadowRoot ?? element.attachShadow({ mode: "open" });
  const root = document.createElement("div");
  root.className = "output-root";
  const sheets = ["codicon.css", "notebook-renderer.css"].map((name) => styleSheet(new URL(`./${name}`, base).href));
  shadow.replaceChildren(...sheets.map(({ link }) => link), root);
  keepKeys(shadow);
  await Promise.all([...sheets.map(({ loaded }) => loaded), loadIcons(base)]);
  return root;
}

function styleSheet(href: string): { readonly link: HTMLLinkElement; readonly loaded: Promise<void> } {
  const link = document.createElement("link");
  const { promise: loaded, resolve } = Promise.withResolvers<void>();
  link.rel = "stylesheet";
  // Without its styles an output is ugly, and not wrong.
  link.onload = link.onerror = () => resolve();
  link.href = href;
  return { link, loaded };
}

/** Fonts are the page's: what a style sheet of a shadow tree says of them is not heard. */
async function loadIcons(base: string): Promise<void> {
  if ([...document.fonts].some(({ family }) => family.replace(/["']/g, "") === iconFont)) return;
  const font = new FontFace(iconFont, `url("${new URL("./codicon.ttf", base).href}")`);
  document.fonts.add(font);
  await font.load().catch(() => document.fonts.delete(font));
}

/**
 * What is typed into a field, and wheel turns that move something inside, must not reach the notebook, which would take
 * letters for commands and scroll itself.
 */
function keepKeys(shadow: ShadowRoot): void {
  shadow.addEventListener("keydown", (event) => {
    const [target] = event.composedPath();
    const isCommand = (event as KeyboardEvent).ctrlKey || (event as KeyboardEvent).metaKey;
    const isClipboard = /^[acvxz]$/i.test((event as KeyboardEvent).key);
    const isField = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
    if (isField && (!isCommand || isClipboard)) event.stopPropagation();
  });
  shadow.addEventListener("wheel", (event) => {
    const { deltaX, deltaY } = event as WheelEvent;
    const path = event.composedPath().filter((each) => each instanceof HTMLElement && shadow.contains(each));
    if (path.some((each) => scrolls(each as HTMLElement, deltaX, deltaY))) event.stopPropagation();
  });
}

function scrolls(element: HTMLElement, right: number, down: number): boolean {
  const { scrollTop, scrollLeft, scrollHeight, scrollWidth, clientHeight, clientWidth } = element;
  const canMove = (by: number, at: number, whole: number, seen: number): boolean =>
    by < 0 ? at > 0 : by > 0 && at + seen < whole - 1;
  const { overflowY, overflowX } = getComputedStyle(element);
  return (
    (/auto|scroll/.test(overflowY) && canMove(down, scrollTop, scrollHeight, clientHeight)) ||
    (/auto|scroll/.test(overflowX) && canMove(right, scrollLeft, scrollWidth, clientWidth))
  );
}
