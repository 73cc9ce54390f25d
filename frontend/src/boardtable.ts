// The board's table: rows are kept and moved, never made again, so that 500 of them stay smooth.

import { BoardLine, write } from "./boardline";
import { arrange, type Column, COLUMNS, type Group, groupOf, GROUPS } from "./boardrows";
import type { ServerClock } from "./clock";
import { byId, h } from "./dom";
import type { BoardRow } from "./protocol";

/** Where more change at once, each for itself is no news, and to paint them all takes long. */
const MOST_FLASHED = 20;

export class BoardTable {
  private readonly lines = new Map<string, BoardLine>();
  private loaded = false;
  private group: Group = "all";
  private column: Column = "presence";
  private descending = false;
  /** Those in view, and a little more: time goes on in these alone. */
  private readonly inView = new Set<BoardLine>();
  private readonly byElement = new WeakMap<Element, BoardLine>();
  private readonly watch = new IntersectionObserver((entries) => this.scrolled(entries), { rootMargin: "200px" });

  constructor(private readonly clock: ServerClock, private readonly act: (row: BoardRow) => void) {
    byId("search").addEventListener("input", () => this.draw());
    this.draw();
  }

  replace(rows: BoardRow[]): void {
    const wanted = new Set(rows.map((row) => row.session_id));
    for (const id of [...this.lines.keys()]) if (!wanted.has(id)) this.drop(id);
    for (const row of rows) this.take(row);
    this.loaded = true;
    this.draw();
  }

  merge(rows: BoardRow[], gone: string[]): void {
    const changed = rows.filter((row) => this.take(row));
    const taken = gone.filter((id) => this.drop(id));
    if (!changed.length && !taken.length) return;
    this.draw();
    if (changed.length <= MOST_FLASHED) for (const row of changed) this.lines.get(row.session_id)?.flash();
  }

  /** Without a connection what stands here grows old, and nothing can be done to it. */
  connected(open: boolean): void {
    document.documentElement.dataset.old = open ? "0" : "1";
    if (!this.loaded) this.draw();
  }

  get rows(): BoardRow[] {
    return [...this.lines.values()].map((line) => line.row);
  }

  /** Time goes on: only the two cells that say it. */
  tick(): void {
    const now = this.clock.now();
    for (const line of this.inView) line.tick(this.clock, now);
  }

  private scrolled(entries: IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting } of entries) {
      const line = this.byElement.get(target)!;
      if (isIntersecting) this.inView.add(line);
      else this.inView.delete(line);
    }
    this.tick();
  }

  private drop(id: string): boolean {
    const line = this.lines.get(id);
    if (!line) return false;
    this.watch.unobserve(line.element);
    this.inView.delete(line);
    return this.lines.delete(id);
  }

  /** True where the row is new or differs from what is shown. */
  private take(row: BoardRow): boolean {
    const line = this.lines.get(row.session_id);
    if (line) return line.update(row);
    const made = new BoardLine(row, this.act);
    this.lines.set(row.session_id, made);
    this.byElement.set(made.element, made);
    this.watch.observe(made.element);
    return true;
  }

  private draw(): void {
    this.drawHead();
    const search = byId<HTMLInputElement>("search").value;
    const { rows } = this;
    const { group, column, descending } = this;
    const shown = arrange(rows, { group, search, column, descending }, this.clock.now());
    const body = byId("rows");
    const wanted = shown.map((row) => this.lines.get(row.session_id)!.element);
    const same = body.children.length === wanted.length && wanted.every((element, i) => body.children[i] === element);
    if (!same) {
      const focused = document.activeElement;
      body.replaceChildren(...wanted);
      if (focused instanceof HTMLElement && body.contains(focused)) focused.focus();
    }
    const empty = byId("empty");
    empty.hidden = shown.length > 0;
    if (!this.loaded) empty.textContent = "Loading the candidates";
    else if (!rows.length) empty.textContent = "Nobody is invited to this assessment yet. Invite candidates in the administration.";
    else if (!shown.length) empty.textContent = "No candidate matches. Change the filter or the search.";
    this.tick();
  }

  private drawHead(): void {
    const counts = new Map<Group, number>([["all", this.lines.size]]);
    const now = this.clock.now();
    for (const { row } of this.lines.values()) counts.set(groupOf(row, now), (counts.get(groupOf(row, now)) ?? 0) + 1);
    refresh(byId("filters"), GROUPS.map(([group, word]) => ({
      key: group, text: word, count: counts.get(group) ?? 0, on: group === this.group, press: () => { this.group = group; this.draw(); },
    })));
    const columns = byId("columns");
    if (!columns.children.length) {
      columns.append(...COLUMNS.map(([column, word]) =>
        h("th", { scope: "col", "data-column": column }, h("button", { type: "button", onclick: () => this.sort(column) }, word))),
        h("th", { scope: "col", class: "acts" }, h("span", { class: "unseen" }, "Actions")));
    }
    for (const head of columns.querySelectorAll<HTMLElement>("[data-column]")) {
      const sorted = head.dataset.column === this.column ? (this.descending ? "descending" : "ascending") : null;
      if (sorted) head.setAttribute("aria-sort", sorted);
      else head.removeAttribute("aria-sort");
    }
  }

  private sort(column: Column): void {
    this.descending = this.column === column && !this.descending;
    this.column = column;
    this.draw();
  }
}

interface Toggle {
  key: string;
  text: string;
  count: number;
  on: boolean;
  press: () => void;
}

function refresh(place: HTMLElement, toggles: Toggle[]): void {
  for (const { key, text, count, on, press } of toggles) {
    let button = place.querySelector<HTMLElement>(`[data-key="${key}"]`);
    if (!button) {
      button = h("button", { class: "button", type: "button", "data-key": key, onclick: press }, `${text} `, h("b", {}));
      place.append(button);
    }
    button.setAttribute("aria-pressed", String(on));
    write(button.querySelector("b") ?? button, String(count));
  }
}
