// Elements without innerHTML: whatever a person wrote becomes text.

type Child = Node | string | null | undefined | false;
type Properties = Record<string, unknown>;

/** h("button", {class: "button", "aria-label": "x", onclick: f}, "text"): properties by name, attributes by dash. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Properties = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value as EventListener);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.filter((child): child is Node | string => Boolean(child)));
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

export function icon(name: string, className = ""): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", `icon ${className}`.trim());
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#icon-${name}`);
  svg.append(use);
  return svg;
}

/** Make `children` those of `parent`. One that stays is not taken out: the browser need not lay it out anew. */
export function arrange(parent: Node, children: Node[]): void {
  const staying = new Set(children);
  for (const child of [...parent.childNodes]) if (!staying.has(child)) child.remove();
  children.forEach((child, place) => {
    const there = parent.childNodes[place] ?? null;
    if (there !== child) parent.insertBefore(child, there);
  });
}

export function byId<T extends HTMLElement = HTMLElement>(id: string): T {
  const element = document.getElementById(id);
  if (!element) throw new Error(`The page has no #${id}.`);
  return element as T;
}

/** Clipboard where the page may use it; on plain http by an invisible text field. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = h("textarea", { class: "unseen", readonly: true });
    area.value = text;
    document.body.append(area);
    area.select();
    // Deprecated, and the only way without a secure context.
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
}

export interface Asked {
  wide?: boolean;
  /** Only a button closes it. */
  must?: boolean;
}

/** Ask once. Resolves with the value of the button that was pressed; "" where the dialog was closed. */
export function ask(
  content: Node[],
  choices: { value: string; text: string; primary?: boolean }[],
  { wide, must }: Asked = {},
): Promise<string> {
  const buttons = choices.map(({ value, text, primary }) =>
    h("button", { class: primary ? "button primary" : "button", value, type: "submit" }, text),
  );
  const form = h("form", { method: "dialog" }, ...content, h("div", { class: "choices" }, ...buttons));
  const title = content[0] instanceof HTMLElement ? content[0] : null;
  if (title) title.id = "dialog-title";
  const dialog = h("dialog", { class: wide ? "wide" : undefined, "aria-labelledby": title ? "dialog-title" : undefined }, form);
  if (must) dialog.addEventListener("cancel", (event) => event.preventDefault());
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue);
    });
  });
}
