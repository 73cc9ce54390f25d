// The receipt: while answers are being judged, look again now and then, for the result alone.

const EVERY = 4_000;
const LOOKS = 150;

async function look(left: number): Promise<void> {
  const section = document.getElementById("result");
  if (section?.dataset.result !== "pending" || left === 0) return;
  await new Promise((resolve) => setTimeout(resolve, EVERY));
  try {
    const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
    const fresh = page.getElementById("result");
    if (fresh && fresh.dataset.result !== "pending") section.replaceWith(document.adoptNode(fresh));
  } catch {
    // Not reachable just now: the next look asks again.
  }
  await look(left - 1);
}

void look(LOOKS);
