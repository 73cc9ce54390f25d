// The copy buttons of samples, wherever they stand on the page.

import { copyText } from "./dom";

export function copyButtons(announce: (text: string) => void): void {
  document.addEventListener("click", (event) => void copySample(event, announce));
}

async function copySample(event: Event, announce: (text: string) => void): Promise<void> {
  const button = (event.target as HTMLElement).closest<HTMLElement>("[data-copy]");
  const text = button?.closest(".box")?.querySelector("pre")?.textContent;
  if (!button || text === undefined || text === null) return;
  announce((await copyText(text)) ? "Copied." : "Your browser does not allow copying.");
}
