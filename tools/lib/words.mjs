// Finds the sentences of the source: what tools/text prints, and what the check of the house reads.
import { readFileSync, readdirSync, existsSync } from "node:fs";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";

/// Functions whose literals are shown to a person, as sentences of ours.
const DOORS = new Set(
  ("say plural fail refuse refuse_file refuse_preset complain exhaust failed stop only notify Key Sentence followed_by " +
    "button icon_button choice_button toggle chip image_button combo segmented tabs slider field progress_bar badge picture " +
    "card surface tip paragraph label heading draw_text draw_paragraph button_width " +
    "HOURGLASS_NUMBER HOURGLASS_CHOICE HOURGLASS_TOGGLE stop_diverged sdl_error").split(" "),
);
/// The same, as members of a struct: .help = "..."
const MEMBERS = new Set(["help", "disabled", "label", "refused", "read_as", "title"]);
/// Text that is not ours, or is for those who carry the program on.
const NOT_OURS = new Set(
  "verbatim printf fprintf snprintf add_option add_subcommand add_flag static_assert not_in_a_constant contains contains_word starts_with getenv pragma".split(" "),
);
/// Files whose literals are formats, other programs' words or code, except those in a call of a door.
const WRITES_FORMATS =
  /exchange\/(notebook|run_facts|report_again|report_curve|report_plot)\.cpp|slide\/slide_svg\.cpp|model\/onnx|model\/safetensors\.cpp|data\/(base64|pickle_objects|parquet_pages|parquet_schema|parquet_table|gif|png|npy|matlab|model_kind|json_tokens|table_text)\.cpp|src\/math\/|platform\/(window|host)|text\/(sentence|language|plural_rules|pseudo)\.|web\/src\//;
/// Texts that no person of another language reads: names of keys and of classes, what begins a file.
const NOT_SHOWN = new Set([
  ..."Backspace Delete End Home PageDown PageUp RIFF MATLAB BZh Rar!".split(" "),
  ..."ABCDEFGHIJKLMNOPQRSTUVWXYZ|T-shirt|Trouser|Pullover|Dress|Coat|Sandal|Shirt|Sneaker|Bag|Ankle boot".split("|"),
  ",code ",
  "GIF89a",
  "version https://git-lfs",
  "Exif\\0\\0",
  "hourglass ",
  "hourglass 1",
  "copyreg _reconstructor",
  "kl-weight",
  "Hourglass ",
  "Thumbs.db",
  "take over",
  " (PCA)",
  "II*\\0",
  "MM\\0*",
  "a setting's key: value...; preset",
  "allow-scripts allow-same-origin allow-downloads allow-popups",
  "epochs or steps",
  "unless painted",
]);

const unescaped = (literal) => {
  try {
    return JSON.parse(`"${literal.replace(/\\x([0-9a-fA-F]{2})/g, "\\u00$1").replace(/\\'/g, "'")}"`);
  } catch {
    return literal;
  }
};

/// The tokens of C++ or TypeScript that matter here: names, literals (neighbours joined), and the signs between them.
export function tokens(source) {
  const found = [];
  const pattern =
    /\/\/[^\n]*|\/\*[\s\S]*?\*\/|R"\w*\([\s\S]*?\)\w*"|"((?:[^"\\\n]|\\.)*)"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`|#[^\n]*include[^\n]*|[A-Za-z_]\w*|\n|[^\s]/g;
  let line = 1;
  for (const match of source.matchAll(pattern)) {
    const [text, literal] = match;
    if (text === "\n") line += 1;
    else if (literal !== undefined) {
      const last = found.at(-1);
      if (last?.literal !== undefined) last.literal += unescaped(literal);
      else found.push({ literal: unescaped(literal), line });
    } else if (/^[A-Za-z_]/.test(text) && !text.startsWith('R"')) found.push({ name: text, line });
    else if (text.length === 1) found.push({ sign: text, line });
    line += text.length > 1 ? text.split("\n").length - 1 : 0;
  }
  return found;
}

/// A text with a word in it, as people read them: not an id ("recipe/loss"), a file's name, a query.
const reads = (text) =>
  /\p{L}{2}/u.test(text) &&
  (/^[\p{Lu}{\u2212]/u.test(text) || / /.test(text)) &&
  !/^[A-Z0-9_]+$/.test(text) &&
  !/[<>\n]|%[.*\d]*[a-z]|\w\/\w+\/|^\{["']|="|^["#]|^[a-z, ]+: /.test(text);

/// [{text, plural?, file, line}] of one source. Literals stand in the call of a door, however deep in its arguments.
export function sentences(source, file, doors = DOORS) {
  const list = tokens(source);
  const calls = []; // names of the calls that are open
  const found = [];
  list.forEach((token, i) => {
    if (token.sign === "(" || token.sign === "{") {
      // A template's arguments may stand between: Sentence<...>(
      calls.push(list[i - 1]?.name ?? "");
    } else if (token.sign === ")" || token.sign === "}") {
      calls.pop();
    } else if (token.literal !== undefined) {
      const before = list[i - 1], member = before?.sign === "=" && list[i - 3]?.sign === "." ? list[i - 2]?.name : undefined;
      const call = [...calls].reverse().find((name) => doors.has(name) || NOT_OURS.has(name));
      if (NOT_OURS.has(calls.at(-1)) || /^[\w-]+\/[\w/-]*$/.test(token.literal)) return;
      const direct = doors.has(calls.at(-1));
      // The joints between sentences and in lists have no letter, and their own signs in every language.
      if (/^say$/.test(calls.at(-1)) && /^\{0\}[ ,]+\{1\}$/.test(token.literal)) found.push({ text: token.literal, file, line: token.line });
      // A plural is translated under its second text.
      if (calls.at(-1) === "plural" && list[i + 1]?.sign === "," && list[i + 2]?.literal !== undefined) return;
      if (NOT_SHOWN.has(token.literal) && !/^(say|plural|Key|Sentence)$/.test(calls.at(-1))) return;
      // What the page has to say stands under a topic of its own: notices.say("version", ...).
      if (before?.sign === "(" && list[i - 4]?.name === "notices") return;
      const formats = WRITES_FORMATS.test(file);
      // The first literal of a widget is its id; a table's row is {key, label}.
      const row = calls.at(-1) === "" && list[i - 3]?.sign === "{" && list[i - 2]?.literal !== undefined && before.sign === "," && list[i + 1]?.sign === "}";
      // A table, a return, a value: whatever reads like a sentence is one, unless its file writes formats.
      const known = call || (member && MEMBERS.has(member)) || row || list[i - 3]?.name === "Key" || !formats;
      if (known && (reads(token.literal) || (direct && /^(say|plural|Key|Sentence)$/.test(calls.at(-1)) && /\p{L}/u.test(token.literal)) || (row && /training|sheets|recipe/.test(file) && /\p{L}/u.test(token.literal))))
        found.push({ text: token.literal, file, line: token.line });
    }
  });
  return found;
}

function files(folder, ending) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === "node_modules" ? [] : files(path, ending);
    return ending.test(entry.name) ? [path] : [];
  });
}

/// Texts of assets/ and of the catalogue that are shown as they stand.
function of_assets(root) {
  const presets = join(root, "assets", "presets.json");
  const found = [];
  if (existsSync(presets))
    for (const preset of JSON.parse(readFileSync(presets, "utf8")))
      for (const text of [preset.title, preset.sentence, preset.published?.unit])
        if (text) found.push({ text, file: "assets/presets.json", line: 1 });
  // The work of others under About, and the letters' entry in the catalogue.
  const parts = join(root, "assets", "notices", "parts.json"), letters = join(root, "assets", "letters", "entry.json");
  if (existsSync(parts)) {
    const { introduction, parts: list } = JSON.parse(readFileSync(parts, "utf8"));
    for (const text of [introduction, ...list.flatMap(({ what, terms }) => [what, terms])])
      if (text) found.push({ text, file: "assets/notices/parts.json", line: 1 });
  }
  if (existsSync(letters)) {
    const { title, about, terms, source } = JSON.parse(readFileSync(letters, "utf8"));
    for (const text of [title, about, terms, source]) if (text) found.push({ text, file: "assets/letters/entry.json", line: 1 });
  }
  const glossary = join(root, "assets", "glossary.en.json");
  if (existsSync(glossary))
    for (const entry of JSON.parse(readFileSync(glossary, "utf8")))
      for (const text of [entry.term, entry.what, entry.more]) found.push({ text, file: "assets/glossary.en.json", line: 1 });
  for (const file of files(join(root, "tools", "lib", "stage"), /\.mjs$/)) {
    const list = tokens(readFileSync(file, "utf8"));
    list.forEach((token, i) => {
      if (token.literal && list[i - 1]?.sign === ":" && ["title", "about", "terms", "source"].includes(list[i - 2]?.name))
        found.push({ text: token.literal, file: relative(root, file), line: token.line });
    });
  }
  return found;
}

/// Of the page's document, as web/build/words.ts has them: the contents of elements with data-say.
function of_document(root) {
  const path = join(root, "web", "index.html");
  if (!existsSync(path)) return [];
  const said = readFileSync(path, "utf8").matchAll(/<(\w+)[^>]* data-say[ >][^<]*/g);
  return [...said].map(([match]) => ({ text: match.slice(match.indexOf(">") + 1).replace(/\s+/g, " ").trim(), file: "web/index.html", line: 1 }));
}

/// All sentences of a tree, each text once, in order of the alphabet.
export function all_sentences(root) {
  const found = [...of_assets(root), ...of_document(root)];
  for (const file of files(join(root, "src"), /\.(h|cpp)$/))
    if (!file.includes(join("src", "apps"))) found.push(...sentences(readFileSync(file, "utf8"), relative(root, file)));
  for (const file of files(join(root, "web", "src"), /\.ts$/))
    found.push(...sentences(readFileSync(file, "utf8"), relative(root, file), new Set(["say", "plural"])));
  const once = new Map();
  for (const sentence of found) if (!once.has(sentence.text)) once.set(sentence.text, sentence);
  return [...once.values()].sort((a, b) => (a.text < b.text ? -1 : 1));
}

/// Places that hand a person a text without the door, in ways that a compiler does not see: a literal with words that is
/// glued within a call of a door, or within one of those that take text as it is.
export function past_the_door(root) {
  const found = [];
  for (const file of files(join(root, "src"), /\.(h|cpp)$/)) {
    if (file.includes(join("src", "apps"))) continue;
    const list = tokens(readFileSync(file, "utf8")), calls = [];
    list.forEach((token, i) => {
      if (token.sign === "(" || token.sign === "{") calls.push(list[i - 1]?.name ?? "");
      else if (token.sign === ")" || token.sign === "}") calls.pop();
      else if (token.literal !== undefined && /\p{L}{2}/u.test(token.literal) && / /.test(token.literal)) {
        const glued = list[i - 1]?.sign === "+" || list[i + 1]?.sign === "+";
        const shown = calls.some((name) => ["fail", "say", "notify", "failed", "verbatim", "as_is", "tip"].includes(name));
        if (glued && shown) found.push({ file: relative(root, file), line: token.line, text: token.literal });
      }
    });
  }
  return found;
}

function main([root, command, tag]) {
  const keys = all_sentences(root).map((sentence) => sentence.text);
  if (command === "keys") return console.log(keys.join("\n"));
  if (command === "past-the-door") {
    const found = past_the_door(root);
    for (const place of found) console.log(`${place.file}:${place.line}: ${place.text}`);
    return console.log(`${found.length} places`);
  }
  const path = join(root, "assets", "text", `${tag}.json`);
  if (!tag || !existsSync(path)) {
    console.error(`tools/text: there is no ${relative(root, path)}`);
    process.exit(2);
  }
  const texts = JSON.parse(readFileSync(path, "utf8")).texts ?? {};
  const known = new Set(keys);
  const list = command === "missing" ? keys.filter((key) => !texts[key]) : Object.keys(texts).filter((key) => !known.has(key));
  console.log(list.join("\n"));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) main(process.argv.slice(2));
