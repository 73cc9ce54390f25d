// What a reader sets for himself: the editor's text size and keys, and whether the time is shown.

import { byId } from "./dom";
import type { Editor } from "./editor";
import { type Preferences, writePreferences } from "./preferences";

const SMALLEST = 10;
const LARGEST = 24;

export function toolbar(editor: Editor, preferences: Preferences, announce: (text: string) => void): void {
  const remember = (): void => writePreferences(preferences);
  const zoom = (step: number): void => {
    preferences.fontSize = Math.min(LARGEST, Math.max(SMALLEST, preferences.fontSize + step));
    editor.resize(preferences.fontSize);
    announce(`Text size ${preferences.fontSize}.`);
    remember();
  };
  byId("smaller").addEventListener("click", () => zoom(-1));
  byId("larger").addEventListener("click", () => zoom(1));

  const vim = byId("vim");
  const showVim = (): void => {
    vim.setAttribute("aria-pressed", String(preferences.vim));
    byId("way-out").textContent = preferences.vim ? "Esc, Esc, Tab leaves" : "Esc, Tab leaves"; // the first ends an insertion
  };
  vim.addEventListener("click", () => {
    preferences.vim = !preferences.vim;
    showVim();
    remember();
    editor.useVim(preferences.vim).then(
      () => announce(preferences.vim ? "Vim keys." : "Usual keys."),
      () => {
        preferences.vim = false;
        showVim();
        remember();
        announce("Vim keys could not be loaded. Please try again.");
      },
    );
    editor.focus();
  });
  showVim();

  const hide = byId("timer-switch");
  const showTimer = (): void => {
    byId("timer").hidden = preferences.timerHidden;
    hide.setAttribute("aria-pressed", String(preferences.timerHidden));
  };
  hide.addEventListener("click", () => {
    preferences.timerHidden = !preferences.timerHidden;
    showTimer();
    remember();
    announce(preferences.timerHidden ? "The time is hidden. 10, 5 and 1 minutes are still announced." : "The time is shown.");
  });
  showTimer();
}
