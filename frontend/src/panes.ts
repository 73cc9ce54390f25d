// Three panes whose widths are dragged, or moved with the arrow keys; on a narrow page one at a time.

import type { Preferences } from "./preferences";

type Edge = "left" | "right" | "beside" | "below";
const BOUNDS: Record<Edge, [number, number]> = { left: [18, 60], right: [18, 45], beside: [25, 65], below: [15, 75] };
const STEP = 2;

export class Panes {
  constructor(
    private readonly root: HTMLElement,
    private readonly tabs: HTMLElement,
    private readonly preferences: Preferences,
    private readonly remember: () => void,
  ) {
    // Where the page has two columns, the second separator lies between editor and results.
    this.separator(".separator.first", () => (this.stacked() ? "beside" : "left"));
    this.separator(".separator.second", () => (this.stacked() ? "below" : "right"));
    for (const edge of ["left", "right", "beside", "below"] as const) this.set(edge, preferences[edge]);
    tabs.addEventListener("click", (event) => {
      const pane = (event.target as HTMLElement).dataset.pane;
      if (pane) this.show(pane);
    });
  }

  /** On a narrow page: bring one pane to the front. */
  show(pane: string): void {
    this.root.dataset.pane = pane;
    for (const tab of this.tabs.querySelectorAll<HTMLElement>("[data-pane]")) {
      tab.setAttribute("aria-pressed", String(tab.dataset.pane === pane));
    }
  }

  private stacked(): boolean {
    return matchMedia("(max-width: 77.99rem)").matches;
  }

  private set(edge: Edge, per_cent: number): number {
    const [least, most] = BOUNDS[edge];
    const value = Math.min(most, Math.max(least, per_cent));
    this.preferences[edge] = value;
    this.root.style.setProperty(`--${edge}`, `${value}%`);
    return value;
  }

  private separator(selector: string, edge: () => Edge): void {
    const handle = this.root.querySelector<HTMLElement>(selector);
    if (!handle) return;
    const say = (value: number): void => handle.setAttribute("aria-valuenow", String(Math.round(value)));
    const fromPointer = (event: PointerEvent): number => {
      const box = this.root.getBoundingClientRect();
      if (edge() === "left" || edge() === "beside") return ((event.clientX - box.left) / box.width) * 100;
      if (edge() === "right") return ((box.right - event.clientX) / box.width) * 100;
      return ((box.bottom - event.clientY) / box.height) * 100;
    };
    say(this.preferences[edge()]);
    handle.addEventListener("pointerdown", (event) => {
      handle.setPointerCapture(event.pointerId);
      handle.classList.add("dragging");
      event.preventDefault();
    });
    handle.addEventListener("pointermove", (event) => {
      if (handle.hasPointerCapture(event.pointerId)) say(this.set(edge(), fromPointer(event)));
    });
    handle.addEventListener("lostpointercapture", () => {
      handle.classList.remove("dragging");
      this.remember();
    });
    handle.addEventListener("keydown", (event) => {
      const first = edge() === "left" || edge() === "beside";
      const grows = first ? ["ArrowRight", "ArrowDown"] : ["ArrowLeft", "ArrowUp"];
      const shrinks = first ? ["ArrowLeft", "ArrowUp"] : ["ArrowRight", "ArrowDown"];
      const change = grows.includes(event.key) ? STEP : shrinks.includes(event.key) ? -STEP : 0;
      if (!change) return;
      event.preventDefault();
      say(this.set(edge(), this.preferences[edge()] + change));
      this.remember();
    });
  }
}

/** The ARIA tabs pattern: arrows move, and the panel that belongs to the tab is shown. */
export function tabs(list: HTMLElement, onShow: (panel: string) => void): (tab: string) => void {
  const all = [...list.querySelectorAll<HTMLElement>('[role="tab"]')];
  const select = (tab: HTMLElement, focus: boolean): void => {
    for (const other of all) {
      const on = other === tab;
      other.setAttribute("aria-selected", String(on));
      other.tabIndex = on ? 0 : -1;
      document.getElementById(other.getAttribute("aria-controls") ?? "")?.toggleAttribute("hidden", !on);
    }
    if (focus) tab.focus();
    onShow(tab.getAttribute("aria-controls") ?? "");
  };
  list.addEventListener("click", (event) => {
    const tab = (event.target as HTMLElement).closest<HTMLElement>('[role="tab"]');
    if (tab) select(tab, false);
  });
  list.addEventListener("keydown", (event) => {
    const here = all.indexOf(document.activeElement as HTMLElement);
    const move = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const next = move && here >= 0 ? all[(here + move + all.length) % all.length] : undefined;
    if (next) select(next, true);
  });
  return (id) => {
    const tab = all.find((each) => each.id === id);
    if (tab) select(tab, false);
  };
}
