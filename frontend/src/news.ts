// What staff said and gave, numbered by the server: after a break it is asked for from the last number on.

/** Which news this browser has heard, also by an earlier page. */
export class News {
  private last: number;

  constructor(
    private readonly session: string,
    /** What the page was rendered with: a browser that comes for the first time starts here. */
    rendered: number,
    private readonly storage: Storage | null,
  ) {
    const heard = Number.parseInt(storage?.getItem(this.key) ?? "", 10);
    this.last = Number.isNaN(heard) ? rendered : heard;
    this.keep();
  }

  /** The socket's path, which asks for what was missed. */
  get path(): string {
    return `/s/${this.session}/live?after=${this.last}`;
  }

  /** True where it was not heard before. */
  hear(event: number): boolean {
    if (event <= this.last) return false;
    this.last = event;
    this.keep();
    return true;
  }

  private get key(): string {
    return `news:${this.session}`;
  }

  private keep(): void {
    try {
      this.storage?.setItem(this.key, String(this.last));
    } catch {
      // Full: an earlier number is kept, and something is said twice.
    }
  }
}
