// The candidate's note: sent in the background, so that the workspace stays as it is.

import { byId, h } from "./dom";

export function noteForm(): void {
  const form = byId("note").querySelector("form");
  const said = byId("note-said");
  form?.addEventListener("submit", (event) => {
    event.preventDefault();
    void send(form).then((problem) => {
      said.replaceChildren(h("span", { class: problem ? "bad" : "good" }, problem || "Your note was received."));
      if (!problem) form.reset();
    });
  });
}

async function send(form: HTMLFormElement): Promise<string> {
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" });
    if (answer.type === "opaqueredirect") return ""; // kept: the form without script would now go back to the page
    return answer.status < 500 && answer.headers.get("Content-Type")?.startsWith("text/plain")
      ? await answer.text()
      : "Your note was not received. Please try again.";
  } catch {
    return "We could not reach the server. Your note is still in the field; please try again.";
  }
}
