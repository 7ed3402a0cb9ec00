/** Space kept between a popup and the window's edge, in pixels. */
const margin = 4;

/** The left and top corner (pixels) of a popup under its anchor, moved so that it stays inside the window. */
export function placeBeside(
  anchor: { readonly left: number; readonly top: number; readonly bottom: number },
  popup: { readonly width: number; readonly height: number },
  page: { readonly width: number; readonly height: number },
): { left: number; top: number } {
  const left = Math.max(margin, Math.min(anchor.left, page.width - popup.width - margin));
  if (anchor.bottom + popup.height + margin <= page.height) return { left, top: anchor.bottom };
  const above = anchor.top - popup.height;
  const top = above >= margin ? above : Math.max(margin, page.height - popup.height - margin);
  return { left, top };
}
