// A WebSocket that comes back by itself, with full jitter, and says what state it is in.

export type SocketState = "connecting" | "open" | "waiting" | "refused";

const FIRST_DELAY = 1_000;
const LONGEST_DELAY = 30_000;
const REFUSED_CODES = [4403, 4404];

export interface LiveSocketOptions<In> {
  /** Asked for at each connection. */
  url: string | (() => string);
  onMessage: (message: In) => void;
  onState: (state: SocketState) => void;
  /** Milliseconds after which one that is open and says nothing is taken for dead; without it that is others' business. */
  silentAfter?: number;
  open?: (url: string) => WebSocket;
  random?: () => number;
}

export class LiveSocket<In extends { type: string }, Out> {
  state: SocketState = "connecting";
  private socket: WebSocket | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private silence: ReturnType<typeof setTimeout> | undefined;
  private attempts = 0;
  private stopped = false;

  constructor(private readonly options: LiveSocketOptions<In>) {}

  start(): void {
    this.stopped = false;
    this.connect();
  }

  /** True where the message was handed to an open socket. It may be lost all the same. */
  send(message: Out): boolean {
    if (this.state !== "open" || !this.socket) return false;
    this.socket.send(JSON.stringify(message));
    return true;
  }

  /** Drop a connection that no longer answers, and connect again at once. */
  reset(): void {
    if (this.stopped || this.state === "refused") return;
    this.detach()?.close();
    this.attempts = 0;
    this.connect();
  }

  /** Connect now instead of waiting for the next attempt; nothing to do where it is open. */
  hurry(): void {
    if (this.state === "waiting") this.reset();
  }

  stop(): void {
    this.stopped = true;
    this.detach()?.close();
  }

  private connect(): void {
    clearTimeout(this.timer);
    this.enter("connecting");
    const open = this.options.open ?? ((url: string) => new WebSocket(url));
    const socket = (this.socket = open(typeof this.options.url === "string" ? this.options.url : this.options.url()));
    socket.onopen = () => {
      this.listen();
      this.enter("open");
    };
    socket.onmessage = (event) => {
      this.listen();
      this.attempts = 0; // an accepted connection that says nothing is not yet a good one
      const message: unknown = JSON.parse(String(event.data));
      this.options.onMessage(message as In);
    };
    socket.onclose = (event) => {
      this.detach();
      if (REFUSED_CODES.includes(event.code)) this.enter("refused");
      else this.again();
    };
  }

  private listen(): void {
    clearTimeout(this.silence);
    if (this.options.silentAfter) this.silence = setTimeout(() => this.reset(), this.options.silentAfter);
  }

  private again(): void {
    if (this.stopped) return;
    const ceiling = Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** this.attempts);
    this.attempts = Math.min(this.attempts + 1, 10);
    this.enter("waiting");
    this.timer = setTimeout(() => this.connect(), ceiling * (this.options.random ?? Math.random)());
  }

  private detach(): WebSocket | null {
    clearTimeout(this.timer);
    clearTimeout(this.silence);
    const socket = this.socket;
    this.socket = null;
    if (socket) socket.onopen = socket.onmessage = socket.onclose = null;
    return socket;
  }

  private enter(state: SocketState): void {
    if (state === this.state && state !== "connecting") return;
    this.state = state;
    this.options.onState(state);
  }
}

/** "/s/1/live" → "ws://this.host/s/1/live", or wss on an https page. */
export function socketUrl(path: string, base: string = location.href): string {
  const url = new URL(path, base);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  return url.href;
}
