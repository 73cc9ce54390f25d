// What the pages call things.

export type Look = "good" | "bad" | "slow" | "ours";

export const VERDICTS: Record<string, { word: string; look: Look; icon: string }> = {
  accepted: { word: "Passed", look: "good", icon: "check" },
  wrong_answer: { word: "Wrong answer", look: "bad", icon: "x" },
  time_limit: { word: "Time limit", look: "slow", icon: "clock" },
  idle_limit: { word: "Waited too long", look: "slow", icon: "hourglass" },
  memory_limit: { word: "Memory limit", look: "slow", icon: "cpu" },
  output_limit: { word: "Too much output", look: "slow", icon: "triangle-alert" },
  runtime_error: { word: "Runtime error", look: "bad", icon: "triangle-alert" },
  compile_error: { word: "Does not compile", look: "bad", icon: "code" },
  internal_error: { word: "Our fault", look: "ours", icon: "circle-help" },
};

export function verdict(name: string): { word: string; look: Look; icon: string } {
  return VERDICTS[name] ?? { word: name.replaceAll("_", " "), look: "ours", icon: "circle-help" };
}

/** 512 → "512 KiB", 20480 → "20 MiB". */
export function memory(kib: number): string {
  return kib < 1024 ? `${kib} KiB` : `${Math.round(kib / 1024)} MiB`;
}

export function milliseconds(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(2)} s`;
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
