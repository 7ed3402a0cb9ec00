/** The document or the shadow tree that an element is in: both know the focus and ids of their own elements. */
export function treeRoot(element: Element): Document | ShadowRoot {
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? root : document;
}
