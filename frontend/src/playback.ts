// The page on which staff see how an answer was written: a slider, a button that plays, and what each save changed.

import { pageData } from "./api";
import { countdown, moment } from "./clock";
import { byId, h, icon } from "./dom";
import { Player, type Step, Tape } from "./player";
import { plural } from "./words";

interface PlaybackPage {
  started_at: string;
  steps: Step[];
}

const { started_at, steps } = pageData<PlaybackPage>("page");
const tape = new Tape(steps);
const slider = byId<HTMLInputElement>("slider");
const play = byId("play");

/** "12:03 after the start". */
function since(at: string): string {
  return `${countdown(Math.max(0, Math.floor((Date.parse(at) - Date.parse(started_at)) / 1000) * 1000))} after the start`;
}

function show(index: number): void {
  const step = steps[index]!;
  const { before, removed, inserted, after } = tape.change(index);
  const place = h("span", { class: "place" }, removed && h("del", {}, removed), inserted && h("ins", {}, inserted));
  byId("text").replaceChildren(before, place, after);
  place.scrollIntoView({ block: "nearest", inline: "nearest" });
  slider.value = String(index);
  slider.setAttribute("aria-valuetext", `${since(step.at)}, save ${index + 1} of ${steps.length}`);
  byId("when").textContent = since(step.at);
  byId("when").title = moment(step.at);
  byId("which").textContent = `save ${index + 1} of ${steps.length}`;
  byId("change").textContent = `${plural(inserted.length, "character")} written, ${removed.length} removed`;
  byId("noticed").textContent = step.noticed.join("; ");
}

function showState(playing: boolean): void {
  play.replaceChildren(icon(playing ? "pause" : "play"), playing ? "Pause" : "Play");
}

const player = new Player(tape, { show, onState: showState });

/** The saves at which something was noticed: marks on the slider, and a list to go there. */
function marks(): void {
  const noticed = steps.flatMap((step, index) => step.noticed.map((words) => ({ index, words, at: step.at })));
  byId("marks").replaceChildren(...noticed.map(({ index }) => h("option", { value: index })));
  byId("pastes").hidden = !noticed.length;
  byId("paste-list").replaceChildren(...noticed.map(({ index, words, at }) =>
    h("li", {}, h("button", { class: "button bare", type: "button", onclick: () => player.seek(index) }, `${words}, ${since(at)}`))));
}

if (steps.length) {
  slider.max = String(tape.last);
  slider.addEventListener("input", () => player.seek(Number(slider.value)));
  play.addEventListener("click", () => player.toggle());
  byId("speed").addEventListener("change", (event) => (player.speed = Number((event.target as HTMLSelectElement).value)));
  marks();
  showState(false);
  player.seek(0);
}
document.documentElement.dataset.ready = "1";
