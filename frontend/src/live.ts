// The page's connection with its session: socket, heartbeat, clock and countdown, and what is heard over them.

import type { Api } from "./api";
import { ServerClock } from "./clock";
import { Heartbeat } from "./heartbeat";
import { Lease, takeMark } from "./lease";
import { News } from "./news";
import type { Clock, FromCandidate, StaffMessage, TimeChanged, ToCandidate, Welcome } from "./protocol";
import { RunWatcher, type RunView } from "./runs";
import { SaveRoute } from "./saving";
import { LiveSocket, type SocketState, socketUrl } from "./socket";
import { browserStorage } from "./store";
import { Timer } from "./timer";

export interface LiveHooks {
  /** The practice question: there is no pen to hold. */
  practice: boolean;
  question: () => string;
  onWelcome: (message: Welcome) => void;
  onMessage: (message: StaffMessage) => void;
  onTime: (message: TimeChanged) => void;
  onKept: (n: number) => void;
  /** This page may write from now on, or only read. */
  onLease: (held: boolean) => void;
  onRun: (run: RunView) => void;
  onConnection: (state: SocketState) => void;
  onEnded: () => void;
  onTick: (text: string, mood: "calm" | "soon" | "last") => void;
  onZero: () => void;
  announce: (text: string) => void;
}

export class Live {
  readonly clock = new ServerClock();
  readonly saving: SaveRoute;
  readonly runs: RunWatcher;
  readonly lease: Lease;
  /** The page that was in this tab until now. */
  readonly before: string;
  deadline: string | null = null;
  private readonly news: News;
  private readonly socket: LiveSocket<ToCandidate, FromCandidate>;
  private readonly heartbeat: Heartbeat;
  private readonly timer: Timer;

  constructor(
    session: string,
    page: string,
    private readonly api: Api,
    private readonly hooks: LiveHooks,
    lastEvent: number,
  ) {
    this.news = new News(session, lastEvent, browserStorage());
    this.socket = new LiveSocket({
      url: () => socketUrl(this.news.path),
      onMessage: (message) => this.hear(message),
      onState: (state) => {
        if (state !== "open") this.saving.dropped();
        hooks.onConnection(state);
      },
    });
    this.heartbeat = new Heartbeat({
      overSocket: () => this.socket.send({ type: "beat", question: hooks.question(), client_id: page }),
      overHttp: () => api.heartbeat(),
      onSilence: () => this.socket.reset(),
    });
    this.saving = new SaveRoute((save) => this.socket.send(save), (save) => api.save(save));
    this.before = takeMark(session);
    this.lease = new Lease({
      page,
      before: this.before,
      overSocket: (claim) => hooks.practice || this.socket.send(claim),
      overHttp: (claim) => api.claim(claim),
      onChange: hooks.onLease,
    });
    this.runs = new RunWatcher({
      read: (id) => api.runState(id),
      live: () => this.socket.state === "open",
      onChange: hooks.onRun,
    });
    this.timer = new Timer({ clock: this.clock, onTick: hooks.onTick, announce: hooks.announce, onZero: hooks.onZero });
  }

  start(clock: Clock): void {
    this.sync(clock);
    this.timer.start();
    this.socket.start();
    this.heartbeat.start();
    this.lease.start();
    window.addEventListener("offline", () => this.socket.reset()); // it would stay silent for long before it closes
    window.addEventListener("online", () => this.wake());
    window.addEventListener("pageshow", (event) => event.persisted && this.wake());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.wake());
  }

  stop(): void {
    this.heartbeat.stop();
    this.socket.stop();
    this.lease.stop();
    this.timer.stop();
  }

  /** True where it was handed to an open socket. */
  send(message: FromCandidate): boolean {
    return this.socket.send(message);
  }

  beat(): void {
    this.heartbeat.beat();
  }

  /** Learn the time and the state from any answer that carries them. */
  sync(clock: Partial<Clock>): void {
    if (typeof clock.server_now !== "string") return;
    this.clock.sync(clock.server_now);
    if (clock.deadline !== undefined) {
      this.deadline = clock.deadline;
      this.timer.set(clock.deadline);
    }
    if (clock.status === "completed") this.hooks.onEnded();
  }

  /** The machine slept, or the network is back: time and connection are doubtful until the server has spoken. */
  private wake(): void {
    this.clock.forget();
    this.socket.hurry();
    this.heartbeat.beat();
    this.api.snapshot().then((snapshot) => this.sync(snapshot), () => undefined);
  }

  private hear(message: ToCandidate): void {
    this.heartbeat.heard();
    if ("server_now" in message) this.sync(message);
    switch (message.type) {
      case "welcome":
        this.heartbeat.beat();
        this.lease.claim();
        this.hooks.onWelcome(message);
        break;
      case "lease":
      case "beat":
        this.lease.heard(message);
        break;
      case "saved":
      case "save_refused":
        this.saving.answered(message);
        break;
      case "run":
        this.runs.feed(message);
        break;
      case "time":
        if (this.news.hear(message.event)) this.hooks.onTime(message);
        break;
      case "kept":
        this.hooks.onKept(message.n);
        break;
      case "message":
        if (this.news.hear(message.event)) this.hooks.onMessage(message);
        break;
      case "problem":
        console.warn(message.detail);
        break;
    }
  }
}
