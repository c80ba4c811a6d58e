type Attributes = Readonly<Record<string, string | boolean | undefined>>;

/** A new element: text stays text. `true` is an attribute without a value; `false` and undefined are none. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  setAttributes(made, attributes);
  made.append(...children);
  return made;
}

function setAttributes(target: Element, attributes: Attributes): void {
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) target.removeAttribute(key);
    else target.setAttribute(key, value === true ? '' : value);
  }
}

/** An element that index.html has. */
export function byId<Kind extends Element>(id: string, kind: abstract new () => Kind): Kind {
  const found = document.getElementById(id);
  if (found instanceof kind) return found;
  throw new Error(`index.html has no ${kind.name} with the id "${id}".`);
}

export function onClick(id: string, action: () => unknown): void {
  byId(id, HTMLButtonElement).addEventListener('click', () => action());
}
