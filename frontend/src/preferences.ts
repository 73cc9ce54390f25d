// What this reader prefers, kept on this device.

import { browserStorage } from "./store";

export interface Preferences {
  fontSize: number;
  language: string;
  vim: boolean;
  timerHidden: boolean;
  /** Widths of statement and results; in two columns the statement's width and the results' height. In per cent. */
  left: number;
  right: number;
  beside: number;
  below: number;
}

const DEFAULTS: Preferences = { fontSize: 14, language: "", vim: false, timerHidden: false, left: 33, right: 28, beside: 42, below: 40 };
const KEY = "workspace";

export function readPreferences(): Preferences {
  try {
    const stored = JSON.parse(browserStorage()?.getItem(KEY) ?? "{}") as Partial<Preferences>;
    return { ...DEFAULTS, ...stored };
  } catch {
    return { ...DEFAULTS };
  }
}

export function writePreferences(preferences: Preferences): void {
  try {
    browserStorage()?.setItem(KEY, JSON.stringify(preferences));
  } catch {
    // Full: the preference holds until the page is left.
  }
}
