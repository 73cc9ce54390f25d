// The five languages of the editor: colours, indentation, brackets, and the words that it completes.

import { completeAnyWord, type CompletionSource, completeFromList, ifNotIn } from "@codemirror/autocomplete";
import { javascript, javascriptLanguage } from "@codemirror/lang-javascript";
import { python, pythonLanguage } from "@codemirror/lang-python";
import { type Language, StreamLanguage } from "@codemirror/language";
import { cpp, csharp, java } from "@codemirror/legacy-modes/mode/clike";
import type { Extension } from "@codemirror/state";

const WORDS: Record<string, string> = {
  python: "False None True and as assert async await break case class continue def del elif else except finally for from global if import in is lambda match nonlocal not or pass raise return try while with yield",
  java: "abstract boolean break byte case catch char class continue default do double else enum extends final finally float for if implements import instanceof int interface long new null package private protected public record return short static super switch synchronized this throw throws true false try var void volatile while yield "
    + "ArrayDeque ArrayList Arrays BigDecimal BigInteger BufferedReader Character Collections Comparator Deque Double HashMap HashSet IOException InputStreamReader Integer Iterator LinkedHashMap LinkedList List Long Map Math Object Optional PriorityQueue Queue Scanner Set Stream String StringBuilder StringTokenizer System TreeMap TreeSet",
  cpp: "alignas auto bool break case catch char class concept const consteval constexpr continue decltype default delete do double else enum explicit export extern false float for friend goto if inline int long mutable namespace new noexcept nullptr operator private protected public requires return short signed sizeof static static_assert struct switch template this throw true try typedef typename union unsigned using virtual void volatile while "
    + "std array back_inserter begin bitset cerr cin cout deque emplace_back endl end find function getline greater ifstream insert int64_t iota istream iterator less list lower_bound make_pair map max min move multimap multiset next_permutation numeric_limits optional ostream pair partial_sum priority_queue push_back queue reverse set size_t sort span stable_sort stack string string_view stringstream swap to_string tuple uint64_t unique unordered_map unordered_set upper_bound vector",
  javascript: "async await break case catch class const continue default delete do else export extends false finally for function if import in instanceof let new null of return static super switch this throw true try typeof undefined var void while yield "
    + "Array BigInt Boolean Date Error Infinity JSON Map Math NaN Number Object Promise Set String Symbol console parseFloat parseInt process require",
  csharp: "abstract as base bool break byte case catch char checked class const continue decimal default delegate do double else enum event explicit extern false finally fixed float for foreach goto if implicit in int interface internal is lock long namespace new null object operator out override params private protected public readonly ref return sbyte sealed short sizeof static string struct switch this throw true try typeof uint ulong unchecked unsafe ushort using var virtual void while yield "
    + "Array Console Convert Dictionary Enumerable Environment Func HashSet IEnumerable KeyValuePair LinkedList List Math Queue Random SortedDictionary SortedSet Stack StringBuilder System Tuple",
};
const NOT_IN = ["String", "FormatString", "TemplateString", "LineComment", "BlockComment", "Comment", "string", "comment"];

/** Completion of the language's own words, and of every word that stands in the text already. */
function words(language: string): CompletionSource[] {
  const list = completeFromList((WORDS[language] ?? "").split(" ").map((label) => ({ label, type: "keyword" })));
  return [list, completeAnyWord].map((source) => ifNotIn(NOT_IN, source));
}

function completing(language: Language, name: string, brackets?: string[]): Extension[] {
  const own = words(name).map((autocomplete) => language.data.of({ autocomplete }));
  return brackets ? [...own, language.data.of({ closeBrackets: { brackets } })] : own;
}

// By the small line modes: the parse table for C++ alone is a tenth of all that a candidate loads.
const cppLanguage = StreamLanguage.define(cpp);
const csharpLanguage = StreamLanguage.define(csharp);
const javaLanguage = StreamLanguage.define(java);
const QUOTES = ["(", "[", "{", "'", '"'];

export const LANGUAGES: Record<string, () => Extension> = {
  python: () => [python(), completing(pythonLanguage, "python")],
  java: () => [javaLanguage, completing(javaLanguage, "java", QUOTES)],
  cpp: () => [cppLanguage, completing(cppLanguage, "cpp", QUOTES)],
  javascript: () => [javascript(), completing(javascriptLanguage, "javascript")],
  csharp: () => [csharpLanguage, completing(csharpLanguage, "csharp", QUOTES)],
};
