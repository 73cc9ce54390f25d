// The board's table: rows are kept and moved, never made again, so that 500 of them stay smooth.

import { ago, arrange, type Column, COLUMNS, type Group, groupOf, GROUPS, stateWord } from "./boardrows";
import { countdown, moment, type ServerClock } from "./clock";
import { byId, h } from "./dom";
import type { BoardRow } from "./protocol";

export class BoardTable {
  private readonly rows = new Map<string, BoardRow>();
  private readonly elements = new Map<string, HTMLTableRowElement>();
  private loaded = false;
  private group: Group = "all";
  private column: Column = "presence";
  private descending = false;

  constructor(private readonly clock: ServerClock) {
    byId("search").addEventListener("input", () => this.draw());
    this.draw();
  }

  replace(rows: BoardRow[]): void {
    this.rows.clear();
    for (const row of rows) this.rows.set(row.session_id, row);
    for (const [id, element] of this.elements) {
      if (this.rows.has(id)) continue;
      element.remove();
      this.elements.delete(id);
    }
    for (const row of rows) this.fill(row, false);
    this.loaded = true;
    this.draw();
  }

  merge(rows: BoardRow[]): void {
    for (const row of rows) {
      const before = this.rows.get(row.session_id);
      this.rows.set(row.session_id, row);
      this.fill(row, before === undefined || differs(before, row));
    }
    this.draw();
  }

  connecting(): void {
    if (!this.loaded) this.draw();
  }

  /** Time goes on: only the two cells that say it. */
  tick(): void {
    for (const [id, element] of this.elements) if (element.isConnected) this.time(this.rows.get(id)!, element);
  }

  private draw(): void {
    this.drawHead();
    const search = byId<HTMLInputElement>("search").value;
    const shown = arrange([...this.rows.values()], this.group, search, this.column, this.descending);
    const body = byId("rows");
    const wanted = shown.map((row) => this.elements.get(row.session_id)!);
    const same = body.children.length === wanted.length && wanted.every((element, i) => body.children[i] === element);
    if (!same) {
      const focused = document.activeElement;
      body.replaceChildren(...wanted);
      if (focused instanceof HTMLElement && body.contains(focused)) focused.focus();
    }
    const empty = byId("empty");
    empty.hidden = shown.length > 0;
    if (!this.loaded) empty.textContent = "Loading the candidates";
    else if (!this.rows.size) empty.textContent = "Nobody is invited to this assessment yet. Invite candidates in the administration.";
    else if (!shown.length) empty.textContent = "No candidate matches. Change the filter or the search.";
    this.tick();
  }

  private drawHead(): void {
    const counts = new Map<Group, number>([["all", this.rows.size]]);
    for (const row of this.rows.values()) counts.set(groupOf(row), (counts.get(groupOf(row)) ?? 0) + 1);
    refresh(byId("filters"), GROUPS.map(([group, word]) => ({
      key: group, text: word, count: counts.get(group) ?? 0, on: group === this.group, press: () => { this.group = group; this.draw(); },
    })));
    const columns = byId("columns");
    if (!columns.children.length) {
      columns.append(...COLUMNS.map(([column, word]) =>
        h("th", { scope: "col", "data-column": column }, h("button", { type: "button", onclick: () => this.sort(column) }, word))));
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

  private fill(row: BoardRow, changed: boolean): void {
    let element = this.elements.get(row.session_id);
    if (!element) {
      element = h("tr");
      this.elements.set(row.session_id, element);
    }
    const percent = row.tests_total ? row.tests_passed / row.tests_total : 0;
    const started = row.status !== "invited";
    const meter = h("meter", { min: 0, max: 1, "aria-label": "Tests passed" });
    meter.value = percent;
    const focused = element.contains(document.activeElement);
    element.replaceChildren(
      h("th", { scope: "row" }, h("a", { href: row.url, title: row.name }, row.name)),
      h("td", { "data-label": "" }, h("span", { class: "word", "data-presence": row.status === "active" ? row.presence : "none" }, h("span", { class: "dot" }), stateWord(row))),
      h("td", { "data-label": "Left", "data-time": "left" }),
      h("td", { "data-label": "Now", class: "question-cell", title: row.current_question ?? undefined }, row.current_question ?? "–"),
      h("td", { "data-label": "Tests" }, started ? h("span", { class: "meter" }, meter, `${row.tests_passed} of ${row.tests_total}`) : "–"),
      h("td", { "data-label": "Submitted" }, started ? `${row.submitted} of ${row.questions}` : "–"),
      h("td", { "data-label": "Seen", class: "quiet", "data-time": "seen", title: row.last_seen_at ? moment(row.last_seen_at) : undefined }),
    );
    if (focused) element.querySelector("a")?.focus();
    this.time(row, element);
    element.classList.toggle("changed", false);
    if (changed) requestAnimationFrame(() => element.classList.add("changed"));
  }

  private time(row: BoardRow, element: HTMLElement): void {
    const running = row.status === "active" || row.status === "abandoned";
    const left = running ? this.clock.left(row.deadline) : null;
    const cells = element.querySelectorAll<HTMLElement>("[data-time]");
    write(cells[0], left === null ? "–" : left === 0 ? "over" : countdown(left));
    write(cells[1], ago(row.last_seen_at, this.clock.now()) || "never");
  }
}

function write(cell: HTMLElement | undefined, text: string): void {
  if (cell && cell.textContent !== text) cell.textContent = text;
}

/** Whether more than the time of the last sign of life changed. */
function differs(a: BoardRow, b: BoardRow): boolean {
  return JSON.stringify({ ...a, last_seen_at: "" }) !== JSON.stringify({ ...b, last_seen_at: "" });
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
    write(button.querySelector("b") ?? undefined, String(count));
  }
}
