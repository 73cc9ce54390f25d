// The shape of every message, mirrored from sessions/messages.py. sessions/tests/messages.json has one example of each.

export type Status = "invited" | "active" | "abandoned" | "completed";

export interface Clock {
  server_now: string;
  deadline: string | null;
  status: Status;
}

export interface DraftState {
  language: string;
  code: string;
  rev: number;
  saved_at: string;
}

export interface Beat {
  type: "beat";
  question?: string;
  client_id?: string;
}

export interface Save {
  type: "save";
  question: string;
  language: string;
  code: string;
  client_id: string;
  client_seq: number;
  base_rev: number;
}

export interface Claim {
  type: "claim";
  client_id: string;
  take: boolean;
  before?: string;
}

export interface LeaseState extends Clock {
  type: "lease";
  holder: string;
  since: string | null;
}

export interface Check {
  type: "check";
  text: string;
}

export interface Checked {
  type: "checked";
  text: string;
}

export type SignalKind = "left_page" | "pasted" | "left_full_screen" | "large_insertion";

export interface Signal {
  n: number;
  kind: SignalKind;
  ago_ms: number;
  duration_ms?: number;
  size?: number;
  question?: string;
}

export interface Signals {
  type: "signals";
  page: string;
  signals: Signal[];
}

export interface Kept {
  type: "kept";
  n: number;
}

export interface Saved extends Clock {
  type: "saved";
  question: string;
  language: string;
  client_seq: number;
  rev: number;
  saved_at: string;
}

export interface SaveRefused extends Clock {
  type: "save_refused";
  question: string;
  language: string;
  client_seq: number;
  code: string;
  message: string;
  current?: DraftState;
}

export interface TestEvent {
  index: number;
  sample: boolean;
  verdict: string;
  cpu_ms: number;
  memory_kib: number;
  message: string;
  input?: string | null;
  expected_output?: string | null;
  stdout?: string | null;
  stderr?: string | null;
  exit_code?: number | null;
  signal?: string | null;
}

export interface CompileState {
  state: "started" | "ok" | "failed";
  output: string;
}

export interface RunDone {
  verdict: string;
  message: string;
  passed: number;
  total: number;
  submission_id?: string;
}

export interface RunUpdate {
  type: "run";
  run_id: string;
  seq: number;
  state: "queued" | "running" | "done";
  compile?: CompileState;
  tests: TestEvent[];
  total: number;
  note?: string;
  done?: RunDone;
}

export interface Sample {
  name: string;
  input: string;
  expected_output: string;
}

export interface SubmissionState {
  id: string;
  run_id: string;
  language: string;
  received_at: string;
  verdict: string;
  passed: number | null;
  total: number | null;
  counts: boolean;
}

export type Kind = "code" | "single" | "multiple" | "short" | "text";

export interface ChoiceState {
  id: string;
  text: string;
}

export interface QuestionState {
  id: string;
  kind: Kind;
  order: number;
  section: string;
  title: string;
  difficulty: string;
  weight: number;
  statement_html: string;
  cpu_seconds: number;
  memory_mib: number;
  languages: string[];
  choices: ChoiceState[];
  marked: boolean;
  starter: Record<string, string>;
  samples: Sample[];
  tests: number;
  drafts: DraftState[];
  submissions: SubmissionState[];
  state: "untouched" | "tried" | "submitted" | "answered";
}

export interface Snapshot {
  session_id: string;
  candidate_id: string;
  candidate_name: string;
  assessment_title: string;
  status: Status;
  started_at: string | null;
  deadline: string | null;
  server_now: string;
  completed_at: string | null;
  last_event: number;
  sections_completed: string[];
  questions: QuestionState[];
}

export interface Welcome extends Clock {
  type: "welcome";
  snapshot: Snapshot;
}

export interface Beaten extends Clock {
  type: "beat";
  holder: string;
}

export interface TimeChanged extends Clock {
  type: "time";
  event: number;
  seconds: number;
  reason: string;
}

export interface StateChanged extends Clock {
  type: "state";
}

export interface StaffMessage {
  type: "message";
  event: number;
  text: string;
  at: string;
}

export interface Problem {
  type: "problem";
  detail: string;
}

export type FromCandidate = Beat | Save | Claim | Check | Signals;
export type ToCandidate =
  | Welcome
  | Beaten
  | LeaseState
  | Saved
  | Checked
  | Kept
  | SaveRefused
  | RunUpdate
  | TimeChanged
  | StateChanged
  | StaffMessage
  | Problem;

export interface BoardRow {
  session_id: string;
  candidate_id: string;
  name: string;
  status: Status;
  presence: "online" | "stale" | "offline";
  started_at: string | null;
  deadline: string | null;
  last_seen_at: string | null;
  current_question: string | null;
  tests_passed: number;
  tests_total: number;
  submitted: number;
  questions: number;
  score: number | null;
  max_score: number | null;
  completion_method: string;
  signals: Partial<Record<string, number>>;
  notes: number;
  url: string;
}

export interface BoardSnapshot {
  type: "snapshot";
  server_now: string;
  title: string;
  may_act: boolean;
  rows: BoardRow[];
}

export interface BoardChanges {
  type: "rows";
  server_now: string;
  rows: BoardRow[];
  gone: string[];
}

export type BoardDeed = "time" | "message" | "end" | "reopen";

export interface BoardAction {
  type: "act";
  id: number;
  action: BoardDeed;
  sessions: string[] | null;
  reason: string;
  seconds?: number;
  text?: string;
}

export interface BoardActed {
  type: "acted";
  id: number;
  done: number;
  refused: { session_id: string; message: string }[];
  problem?: string;
}

export type ToBoard = BoardSnapshot | BoardChanges | BoardActed | Problem;
