// First on every page, before it is painted: theme, and whether the page's script came. Without it, the plain form.

const root = document.documentElement;
const BUNDLE_WITHIN = 15_000;

function stored(name: string, value?: string): string | null {
  try {
    if (value !== undefined) localStorage.setItem(name, value);
    return localStorage.getItem(name);
  } catch {
    return value ?? null;
  }
}

function switchTheme(): void {
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
  stored("theme", root.dataset.theme);
}

function localTimes(): void {
  for (const element of document.querySelectorAll<HTMLTimeElement>("time[data-local]")) {
    const time: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit", timeZoneName: "short" };
    const day: Intl.DateTimeFormatOptions = { day: "numeric", month: "short", year: "numeric" };
    const shown = element.dataset.local === "time" ? { ...time, second: "2-digit" as const } : { ...day, ...time };
    element.textContent = new Date(element.dateTime).toLocaleString([], shown);
  }
}

const theme = stored("theme");
if (theme === "light" || theme === "dark") root.dataset.theme = theme;
root.classList.add("js");

// The page's own script sets data-ready. Where it fails to load or to run, the page falls back to its form.
window.addEventListener(
  "error",
  (event) => {
    if (!root.dataset.ready && event.target instanceof HTMLScriptElement) root.classList.remove("js");
  },
  true,
);

document.addEventListener("DOMContentLoaded", () => {
  localTimes();
  for (const button of document.querySelectorAll("[data-theme-switch]")) button.addEventListener("click", switchTheme);
  if (document.querySelector("script[data-needed]")) {
    setTimeout(() => {
      if (!root.dataset.ready) root.classList.remove("js");
    }, BUNDLE_WITHIN);
  }
});
