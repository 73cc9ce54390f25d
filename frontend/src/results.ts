// What came out of a run: a row of squares that fill as tests finish, one sentence, and the test that is looked at.

import { diff, visible } from "./diff";
import { h, icon } from "./dom";
import type { Sample, TestEvent } from "./protocol";
import type { RunView } from "./runs";
import { memory, milliseconds, plural, verdict } from "./words";

/** Seconds after which a run says how long it has taken. */
const LONG = 10;

export interface ResultsContext {
  /** "samples": a run on the samples; "own": on the candidate's input; "submission": on every test. */
  kind: "samples" | "own" | "submission";
  samples: Sample[];
}

/** One run, drawn into `element`: at most once a frame, however many events come in. */
export class ResultsView {
  readonly element = h("div", { class: "stack" });
  private chosen: number | null = null;
  private frame = 0;
  /** The test that is looked at, as drawn: a long diff is not drawn anew with every test that finishes. */
  private drawn: { test: TestEvent; message: string | undefined; element: HTMLElement } | null = null;
  private readonly since = performance.now();

  constructor(
    private readonly run: RunView,
    private readonly context: ResultsContext,
  ) {
    this.draw();
  }

  update(): void {
    if (!this.frame) this.frame = requestAnimationFrame(() => this.draw());
  }

  private draw(): void {
    this.frame = 0;
    const focused = (document.activeElement as HTMLElement | null)?.dataset?.test;
    const parts: Node[] = [this.outcome()];
    const { compile } = this.run;
    if (compile && compile.state !== "started" && compile.output) parts.push(...compilerOutput(compile.output));
    if (this.context.kind !== "own" && !(compile?.state === "failed")) parts.push(this.squares());
    const test = this.shown();
    if (test) parts.push(this.drawnTest(test));
    this.element.replaceChildren(...parts);
    if (focused !== undefined) this.element.querySelector<HTMLElement>(`[data-test="${focused}"]`)?.focus();
  }

  private outcome(): HTMLElement {
    const { done, state, compile, tests, total, note } = this.run;
    if (!done) {
      const finished = tests.size ? `${tests.size} of ${plural(total, "test")} finished` : "Running";
      const text = compile?.state === "started" ? "Compiling" : state === "queued" ? note ?? "Waiting for a free machine" : finished;
      const seconds = Math.floor((performance.now() - this.since) / 1000);
      const long = seconds >= LONG ? `, ${seconds} s so far` : "";
      return h("p", { class: "outcome" }, icon("loader-circle", "spin"), text + long);
    }
    const said = verdict(done.verdict);
    const own = this.context.kind === "own" && (done.verdict === "accepted" || done.verdict === "wrong_answer");
    if (own) return h("p", { class: "outcome" }, icon("square-terminal"), "Your program ran to its end.");
    const look = { good: "good", bad: "bad", slow: "warn", ours: "warn" }[said.look];
    const compiled = done.verdict !== "compile_error" && this.context.kind !== "own";
    const counted = done.total && compiled ? ` · ${done.passed} of ${plural(done.total, "test")} passed` : "";
    const sentence = done.verdict === "accepted" ? "" : done.message;
    return h("div", {},
      h("p", { class: `outcome ${look}` }, icon(said.icon), `${said.word}${counted}`),
      sentence && h("p", {}, sentence),
    );
  }

  private squares(): HTMLElement {
    const total = Math.max(this.run.total, this.run.tests.size);
    const squares = Array.from({ length: total }, (_, index) => {
      const test = this.run.tests.get(index);
      const said = test && verdict(test.verdict);
      const name = `${this.name(index, test)}: ${said ? said.word : this.run.done ? "not run" : "waiting"}`;
      return h("li", {},
        h("button", {
          type: "button", "data-test": index, "data-look": said?.look, class: test ? undefined : "waiting", title: name,
          "aria-label": name, "aria-pressed": String(test !== undefined && this.shown()?.index === index), disabled: !test,
          onclick: () => this.choose(index),
        }, said ? icon(said.icon) : null));
    });
    return h("ul", { class: "squares", "aria-label": "Tests" }, ...squares);
  }

  private choose(index: number): void {
    this.chosen = index;
    this.draw();
  }

  /** The chosen test, else the first that failed, else the first sample. */
  private shown(): TestEvent | undefined {
    const tests = [...this.run.tests.values()].sort((a, b) => a.index - b.index);
    const chosen = this.chosen === null ? undefined : this.run.tests.get(this.chosen);
    return chosen ?? tests.find((test) => test.verdict !== "accepted") ?? tests.find((test) => test.sample);
  }

  private name(index: number, test: TestEvent | undefined): string {
    if (this.context.kind === "own") return "Your input";
    if (!test?.sample) return `Test ${index + 1}`;
    return `Sample ${this.rank(test) + 1}`;
  }

  private rank(test: TestEvent): number {
    return [...this.run.tests.values()].filter((other) => other.sample && other.index < test.index).length;
  }

  private drawnTest(test: TestEvent): HTMLElement {
    const message = this.run.done?.message;
    if (this.drawn?.test !== test || this.drawn.message !== message) this.drawn = { test, message, element: this.test(test) };
    return this.drawn.element;
  }

  private test(test: TestEvent): HTMLElement {
    const said = verdict(test.verdict);
    const own = this.context.kind === "own";
    const sample = test.sample && !own ? this.context.samples[this.rank(test)] : undefined;
    const figures = h("p", { class: "figures" },
      own ? null : h("strong", {}, this.name(test.index, test)), own ? null : h("span", {}, said.word),
      h("span", {}, milliseconds(test.cpu_ms)), test.memory_kib ? h("span", {}, memory(test.memory_kib)) : null, // none: it was gone before anybody could look
      test.exit_code ? h("span", {}, `exit code ${test.exit_code}`) : null, test.signal ? h("span", {}, test.signal) : null,
    );
    const repeated = test.message === this.run.done?.message;
    const parts: Node[] = [figures];
    if (test.message && test.verdict !== "accepted" && !repeated && !own) parts.push(h("p", {}, test.message));
    if (sample) parts.push(...block("Input", sample.input));
    if (sample && test.verdict === "wrong_answer") parts.push(...difference(sample.expected_output, test.stdout ?? ""));
    else if (test.sample) parts.push(...block("Your output", test.stdout ?? "", "nothing was printed"));
    if (test.stderr) parts.push(...block("Standard error", test.stderr));
    if (!test.sample) parts.push(h("p", { class: "note" }, "This test is hidden: you see how it ended, not what is in it."));
    return h("section", { class: "test" }, ...parts);
  }
}

function block(title: string, text: string, empty = "empty"): Node[] {
  const body = text === "" ? h("p", { class: "note" }, `(${empty})`) : h("pre", { class: "output", tabindex: "0", "aria-label": title }, text);
  return [h("h3", {}, title), body];
}

function compilerOutput(output: string): Node[] {
  return [h("h3", {}, "The compiler says"), h("pre", { class: "output whole", tabindex: "0", "aria-label": "Compiler output" }, output)];
}

function difference(wanted: string, got: string): Node[] {
  if (got === "") return [...block("Expected output", wanted), ...block("Your output", "", "nothing was printed")];
  const { lines, cut } = diff(wanted, got);
  const words = { same: "", wanted: "expected", got: "yours" };
  const rows = lines.map(({ kind, text, ended }) => {
    const cells = visible(text).map((piece) => (piece.mark ? h("span", { class: "mark" }, piece.text) : piece.text));
    const shown = kind === "same" ? [text] : [...cells, ended ? h("span", { class: "mark" }, "↵") : null];
    return h("tr", { class: kind }, h("td", {}, words[kind]), h("td", {}, ...shown));
  });
  return [
    h("h3", {}, "Expected and yours"),
    h("table", { class: "diff" }, h("tbody", {}, ...rows)),
    h("p", { class: "note" }, cut ? "Only the first 400 lines are compared here." : "· is a space, → a tab, ↵ the end of a line."),
  ];
}
