// The live board: a snapshot, then the rows that changed, at most once a second.

import { pageData } from "./api";
import { Acting } from "./boardacting";
import { BoardTable } from "./boardtable";
import { ServerClock } from "./clock";
import { byId, icon } from "./dom";
import type { BoardAction, ToBoard } from "./protocol";
import { LiveSocket, type SocketState, socketUrl } from "./socket";

interface BoardPage {
  assessment_id: string;
}

const SAID: Record<SocketState, [string, string]> = {
  connecting: ["loader-circle", "Connecting"],
  open: ["check", "Live"],
  waiting: ["wifi-off", "Connection lost, trying again. What you see may be old."],
  refused: ["triangle-alert", "You may not see this board, or it does not exist."],
};

const clock = new ServerClock();
const table = new BoardTable(clock, (row) => acting.ask(row));
const acting = new Acting({ send: (action) => socket.send(action), rows: () => table.rows });

function showState(state: SocketState): void {
  const [name, text] = SAID[state];
  const live = byId("live");
  live.dataset.state = state;
  live.replaceChildren(icon(name, state === "connecting" ? "spin" : ""), text);
}

function hear(message: ToBoard): void {
  if (message.type === "problem") return console.warn(message.detail);
  if (message.type === "acted") return acting.answered(message);
  clock.sync(message.server_now);
  if (message.type === "snapshot") {
    document.documentElement.dataset.mayAct = message.may_act ? "1" : "0";
    table.replace(message.rows);
  }
  else table.merge(message.rows, message.gone);
}

/** The server speaks at least every ten seconds. */
const SILENT_AFTER = 25_000;

const { assessment_id } = pageData<BoardPage>("page");
const socket = new LiveSocket<ToBoard, BoardAction>({
  url: socketUrl(`/board/${assessment_id}/live`),
  onMessage: hear,
  silentAfter: SILENT_AFTER,
  onState: (state) => {
    showState(state);
    table.connected(state === "open");
    if (state !== "open") acting.dropped();
  },
});
socket.start();
byId("time-all").addEventListener("click", () => acting.ask(null, "time"));
byId("message-all").addEventListener("click", () => acting.ask(null, "message"));
window.addEventListener("offline", () => socket.reset()); // it would stay silent for long before it closes
window.addEventListener("online", () => socket.hurry());
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") socket.hurry();
});
setInterval(() => table.tick(), 1000);
document.documentElement.dataset.ready = "1";
