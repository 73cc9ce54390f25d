// Staff pages: copy buttons that also work where there is no clipboard API, and times in the reader's zone.
(() => {
  "use strict";

  function copyByHand(text) {
    const area = document.createElement("textarea");
    area.value = text;
    area.setAttribute("readonly", "");
    area.style.cssText = "position:fixed;top:0;left:-999px";
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }

  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return copyByHand(text); // plain http on an address that is not localhost
    }
  }

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy], [data-copy-from]");
    if (!button) return;
    event.preventDefault();
    const source = button.dataset.copyFrom && document.getElementById(button.dataset.copyFrom);
    const done = await copy(source ? source.textContent : button.dataset.copy);
    const label = button.querySelector("[data-copy-label]") || button;
    const before = (button.dataset.copyBefore ??= label.textContent);
    label.textContent = done ? "Copied" : "Press Ctrl-C";
    label.setAttribute("role", "status");
    clearTimeout(button.copyTimer);
    button.copyTimer = setTimeout(() => { label.textContent = before; }, 2000);
  });

  document.addEventListener("focusin", (event) => {
    if (event.target.matches?.(".copyable input")) event.target.select();
  });

  // A row that was just added is open and ready to be typed into.
  document.addEventListener("formset:added", (event) => {
    const row = event.target.closest?.(".form-group[x-data]");
    if (!row) return;
    makeReachable(row);
    requestAnimationFrame(() => {
      const state = window.Alpine?.$data(row);
      if (state && "openRow" in state) state.openRow = true;
      requestAnimationFrame(() => row.querySelector("input:not([type=hidden]), textarea, select")?.focus());
    });
  });

  // Titles of folded rows are opened by the keyboard too.
  function makeReachable(root) {
    for (const title of root.querySelectorAll("h3.cursor-pointer")) {
      title.tabIndex = 0;
      title.setAttribute("role", "button");
    }
  }
  document.addEventListener("DOMContentLoaded", () => makeReachable(document));
  document.addEventListener("keydown", (event) => {
    if (!event.target.matches?.("h3.cursor-pointer[role=button]") || !["Enter", " "].includes(event.key)) return;
    event.preventDefault();
    event.target.click();
  });

  const zone = new Intl.DateTimeFormat(undefined, {
    year: "numeric", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", timeZoneName: "short",
  });
  const showTimes = (root) => {
    for (const time of root.querySelectorAll("time[datetime]")) {
      const at = new Date(time.dateTime);
      if (Number.isNaN(at.getTime())) continue;
      time.title = at.toISOString();
      time.textContent = zone.format(at);
    }
  };
  document.addEventListener("DOMContentLoaded", () => showTimes(document));
  document.addEventListener("htmx:afterSwap", (event) => showTimes(event.target));
})();
