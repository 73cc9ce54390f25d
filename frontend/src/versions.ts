// Two versions of one answer: both are shown, and the candidate chooses.

import { timeOfDay } from "./clock";
import { ask, h } from "./dom";
import type { Conflict } from "./draftentry";

/** inWords: an answer as a person reads it. */
export async function chooseVersion(
  { mine, current, from }: Conflict,
  title: string,
  inWords: (code: string) => string,
): Promise<"mine" | "theirs"> {
  const device = from === "device";
  const why = device
    ? `An earlier page of yours left another text of “${title}” on this device.`
    : `“${title}” was also changed in another tab or on another device.`;
  const other = device ? `Left at ${timeOfDay(current.saved_at)}` : `Saved ${timeOfDay(current.saved_at)}`;
  const version = (heading: string, code: string): HTMLElement =>
    h("section", {}, h("h3", {}, heading),
      h("pre", { class: "output", tabindex: "0", role: "group", "aria-label": heading }, inWords(code) || "(empty)"));
  const choice = await ask(
    [
      h("h2", {}, "There are two versions of your answer"),
      h("p", {}, `${why} Which one do you want to go on with? Neither is lost until you choose.`),
      h("div", { class: "versions" }, version("On this page", mine), version(other, current.code)),
    ],
    [
      { value: "theirs", text: device ? "Take the earlier one" : "Take the saved one" },
      { value: "mine", text: "Keep this page's", primary: true },
    ],
    { wide: true, must: true },
  );
  return choice === "theirs" ? "theirs" : "mine";
}
