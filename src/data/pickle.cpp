#include "data/pickle.h"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstring>
#include <utility>

#include "data/text.h"
#include "text/number.h"

namespace hourglass {
namespace {

constexpr std::size_t kMostValues = 1'000'000, kMostItems = 20'000'000;
constexpr std::size_t kLongestLine = 4096;          // of an opcode's arguments
constexpr std::uint64_t kLongestText = 256u << 20;  // bytes of a string that fills no array as it comes
constexpr std::uint64_t kNarrowedFrom = 1u << 20;   // bytes of an array
constexpr int kDeepestFound = 8;                    // containers within each other in which arrays are looked for

/// All that a pickle may name. None of them is run: what they would make is made here.
constexpr std::string_view kKnown[] = {"numpy ndarray",
                                       "numpy dtype",
                                       "_codecs encode",
                                       "collections OrderedDict",
                                       "joblib.numpy_pickle NumpyArrayWrapper",
                                       "numpy.core.multiarray _reconstruct",
                                       "numpy._core.multiarray _reconstruct",
                                       "numpy.core.multiarray scalar",
                                       "numpy._core.multiarray scalar",
                                       "numpy.core.numeric _frombuffer",
                                       "numpy._core.numeric _frombuffer",
                                       "sklearn.utils Bunch",
                                       "sklearn.utils._bunch Bunch",
                                       "sklearn.datasets.base Bunch",
                                       "copy_reg _reconstructor",
                                       "copyreg _reconstructor"};
constexpr std::string_view kKnownBuiltins[] = {"set", "frozenset", "bytearray", "dict", "list", "tuple", "object"};

bool is_known(std::string_view module, std::string_view name) {
  if (module == "builtins" || module == "__builtin__")
    return std::ranges::find(kKnownBuiltins, name) != std::end(kKnownBuiltins);
  return std::ranges::any_of(kKnown, [&](std::string_view known) {
    return known.size() == module.size() + 1 + name.size() && known.starts_with(module) && known.ends_with(name);
  });
}

bool names(std::string_view global, std::string_view function) {
  return global.size() > function.size() && global.ends_with(function) &&
         global[global.size() - function.size() - 1] == ' ';
}

std::uint64_t little_endian(std::span<const std::uint8_t> bytes) {
  std::uint64_t value = 0;
  for (std::size_t i = bytes.size(); i-- > 0;) value = value << 8 | bytes[i];
  return value;
}

void append_utf8(std::string& out, std::uint32_t code) {
  const auto put = [&](std::uint32_t byte) { out += static_cast<char>(byte); };
  if (code < 0x80) return put(code);
  if (code < 0x800) return put(0xc0 | code >> 6), put(0x80 | (code & 0x3f));
  if (code < 0x10000) return put(0xe0 | code >> 12), put(0x80 | (code >> 6 & 0x3f)), put(0x80 | (code & 0x3f));
  put(0xf0 | (code >> 18 & 7)), put(0x80 | (code >> 12 & 0x3f)), put(0x80 | (code >> 6 & 0x3f)),
      put(0x80 | (code & 0x3f));
}

/// IEEE 754's half of a float, rounded to nearest, ties to even; too large a number becomes infinite.
std::uint16_t half_of(float value) {
  const auto bits = std::bit_cast<std::uint32_t>(value);
  const auto sign = static_cast<std::uint16_t>(bits >> 16 & 0x8000u);
  std::uint32_t size = bits & 0x7fffffffu;
  if (size >= 0x47800000u) return sign | (size > 0x7f800000u ? 0x7e00 : 0x7c00);
  // Below the smallest normal half, adding one half leaves just the bits that are kept, rounded.
  if (size < 0x38800000u)
    return static_cast<std::uint16_t>(sign |
                                      (std::bit_cast<std::uint32_t>(std::bit_cast<float>(size) + 0.5f) - 0x3f000000u));
  size += 0xc8000fffu + (size >> 13 & 1);
  return static_cast<std::uint16_t>(sign | size >> 13);
}

std::optional<Element> element_named(std::string_view type) {
  using enum Element;
  constexpr std::pair<std::string_view, Element> kTypes[] = {{"u1", u8},  {"b1", u8},  {"i1", i8},  {"u2", u16},
                                                             {"i2", i16}, {"u4", u32}, {"i4", i32}, {"u8", u64},
                                                             {"i8", i64}, {"f2", f16}, {"f4", f32}, {"f8", f64}};
  for (const auto& [name, element] : kTypes)
    if (type == name) return element;
  return std::nullopt;
}

std::string_view as_text(std::span<const std::uint8_t> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace

bool looks_like_pickle(std::span<const std::uint8_t> start) {
  if (start.size() < 4) return false;
  if (start[0] == 0x80) return start[1] >= 2 && start[1] <= 5;
  // Protocols 0 and 1 have no mark of their own: one that holds arrays soon says so.
  constexpr std::string_view kFirst = "(c]}";
  if (kFirst.find(static_cast<char>(start[0])) == std::string_view::npos) return false;
  const std::string_view text = as_text(start);
  return text.find("cnumpy.core.multiarray\n_reconstruct\n") != std::string_view::npos ||
         text.find("c_codecs\nencode\n") != std::string_view::npos;
}

PickleReader::PickleReader(std::string name, Budget& budget) : name_(std::move(name)), budget_(&budget) {}
PickleReader::~PickleReader() { budget_->release(held_); }

std::unexpected<Error> PickleReader::damaged() const {
  return fail("{0} is a Python pickle that cannot be read: it is damaged.", in_quotes(name_));
}
std::unexpected<Error> PickleReader::cut_off() const {
  return fail("{0} is a Python pickle that ends too early: it was cut off.", in_quotes(name_));
}

// -- Values -----------------------------------------------------------------------------------------------------------

std::expected<PickleReader::Ref, Error> PickleReader::make(Value value) {
  if (values_.size() >= kMostValues)
    return fail("{0} is a Python pickle of more than {1} values one by one: save its numbers as a NumPy array.",
                in_quotes(name_), kMostValues);
  // What is small is bounded by the number of values; what is large, such as a text that is copied, by the budget.
  constexpr std::size_t kSmall = 64;
  if (value.text.size() > kSmall) {
    if (auto kept = budget_->keep(value.text.size()); !kept) return std::unexpected(kept.error());
    held_ += value.text.size();
  }
  if (auto room = room_for_items(value.items.size()); !room) return std::unexpected(room.error());
  values_.push_back(std::move(value));
  return static_cast<Ref>(values_.size() - 1);
}

std::expected<void, Error> PickleReader::room_for_items(std::size_t more) {
  items_ += more;
  if (items_ > kMostItems)
    return fail("{0} is a Python pickle whose lists hold more than {1} values: save its numbers as a NumPy array.",
                in_quotes(name_), kMostItems);
  return {};
}

std::expected<void, Error> PickleReader::add_items(Ref into, Kind kind, std::span<const Ref> items) {
  if (at(into).kind != kind) return damaged();
  if (auto room = room_for_items(items.size()); !room) return room;
  // A list may be added to itself.
  const std::vector<Ref> copied(items.begin(), items.end());
  at(into).items.insert(at(into).items.end(), copied.begin(), copied.end());
  return {};
}

std::expected<void, Error> PickleReader::push(Value value) {
  auto ref = make(std::move(value));
  if (!ref) return std::unexpected(ref.error());
  stack_.push_back(*ref);
  return {};
}

std::expected<void, Error> PickleReader::push_number(double number) {
  return push({.kind = Kind::number, .number = number});
}

std::expected<PickleReader::Ref, Error> PickleReader::pop() {
  if (stack_.empty() || values_[stack_.back()].kind == Kind::mark) return damaged();
  const Ref ref = stack_.back();
  stack_.pop_back();
  return ref;
}

std::expected<std::vector<PickleReader::Ref>, Error> PickleReader::pop_to_mark() {
  const auto mark =
      std::find_if(stack_.rbegin(), stack_.rend(), [&](Ref ref) { return values_[ref].kind == Kind::mark; });
  if (mark == stack_.rend()) return damaged();
  std::vector<Ref> items(mark.base(), stack_.end());
  stack_.erase(mark.base() - 1, stack_.end());
  return items;
}

// -- What comes -------------------------------------------------------------------------------------------------------

std::expected<void, Error> PickleReader::feed(std::span<const std::uint8_t> bytes) {
  std::vector<std::uint8_t> joined;
  if (!pending_.empty()) {
    joined = std::exchange(pending_, {});
    joined.insert(joined.end(), bytes.begin(), bytes.end());
    bytes = joined;
  }
  // What stands behind the pickle (another one, or a tail) is let go.
  while (!bytes.empty() && !stopped_) {
    const auto took = payload_ ? take_string(bytes) : step(bytes);
    if (!took) return std::unexpected(took.error());
    if (*took == 0) break;
    bytes = bytes.subspan(*took);
  }
  if (stopped_) return {};
  if (bytes.size() > 2 * kLongestLine) return damaged();
  pending_.assign(bytes.begin(), bytes.end());
  return {};
}

std::expected<std::size_t, Error> PickleReader::step(std::span<const std::uint8_t> bytes) {
  const std::uint8_t code = bytes[0];
  const auto rest = bytes.subspan(1);
  // Arguments of a known length.
  const auto number = [&](std::size_t size) { return little_endian(rest.first(size)); };
  const auto has = [&](std::size_t size) { return rest.size() >= size; };
  // Arguments up to the line's end; `line` is without it.
  std::size_t line_bytes = 0;
  const auto line_at = [&](std::size_t from) -> std::optional<std::string_view> {
    const std::string_view text = as_text(rest).substr(std::min(from, rest.size()));
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    line_bytes = from + end + 1;
    std::string_view line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
  };
  const auto done = [&](std::expected<void, Error> result, std::size_t size) -> std::expected<std::size_t, Error> {
    if (!result) return std::unexpected(result.error());
    return 1 + size;
  };
  const auto sequence = [&](std::size_t size) -> std::expected<void, Error> {
    std::vector<Ref> items(size);
    for (std::size_t i = size; i-- > 0;) {
      const auto item = pop();
      if (!item) return std::unexpected(item.error());
      items[i] = *item;
    }
    return push({.kind = Kind::sequence, .items = std::move(items)});
  };
  const auto from_mark = [&](Kind kind) -> std::expected<void, Error> {
    auto items = pop_to_mark();
    if (!items) return std::unexpected(items.error());
    return push({.kind = kind, .items = std::move(*items)});
  };
  const auto add = [&](const std::vector<Ref>& items, Kind kind) -> std::expected<void, Error> {
    if (stack_.empty()) return damaged();
    return add_items(stack_.back(), kind, items);
  };
  const auto remember = [&](std::uint64_t place) -> std::expected<void, Error> {
    if (stack_.empty()) return damaged();
    if (memo_.size() >= kMostValues) return damaged();
    memo_[place] = stack_.back();
    return {};
  };
  const auto recall = [&](std::uint64_t place) -> std::expected<void, Error> {
    const auto found = memo_.find(place);
    if (found == memo_.end()) return damaged();
    stack_.push_back(found->second);
    return {};
  };
  const auto string = [&](std::size_t head, Letters letters, Kind kind) -> std::expected<std::size_t, Error> {
    if (!has(head)) return 0;
    return done(begin_string(letters, kind, number(head)), head);
  };
  const auto whole = [](std::string_view text) -> std::optional<double> {
    if (text.ends_with('L')) text.remove_suffix(1);
    return parse_number(text);
  };
  // A value may stand on the stack many times.
  if (stack_.size() > kMostValues) return damaged();

  switch (code) {
    case 0x80: return has(1) ? done({}, 1) : 0;  // PROTO
    case 0x95: return has(8) ? done({}, 8) : 0;  // FRAME
    case '.': stopped_ = true; return 1;         // STOP
    case '(': return done(push({.kind = Kind::mark}), 0);
    case '0': {  // POP
      if (stack_.empty()) return damaged();
      stack_.pop_back();
      return 1;
    }
    case '1': {  // POP_MARK
      const auto items = pop_to_mark();
      return items ? std::expected<std::size_t, Error>(1) : std::unexpected(items.error());
    }
    case '2': {  // DUP
      if (stack_.empty()) return damaged();
      stack_.push_back(stack_.back());
      return 1;
    }
    case 'N': return done(push({}), 0);
    case 0x88: return done(push_number(1), 0);
    case 0x89: return done(push_number(0), 0);
    case 'J': return has(4) ? done(push_number(static_cast<std::int32_t>(number(4))), 4) : 0;
    case 'K': return has(1) ? done(push_number(static_cast<double>(number(1))), 1) : 0;
    case 'M': return has(2) ? done(push_number(static_cast<double>(number(2))), 2) : 0;
    case 0x8a: {  // LONG1
      if (!has(1) || !has(1 + rest[0])) return 0;
      const std::size_t size = rest[0];
      if (size > 8) return damaged();
      std::uint64_t value = little_endian(rest.subspan(1, size));
      if (size > 0 && size < 8 && (rest[size] & 0x80)) value |= ~std::uint64_t{0} << (8 * size);
      return done(push_number(static_cast<double>(static_cast<std::int64_t>(value))), 1 + size);
    }
    case 'G': {  // BINFLOAT, big-endian
      if (!has(8)) return 0;
      std::uint64_t bits = 0;
      for (std::size_t i = 0; i < 8; ++i) bits = bits << 8 | rest[i];
      return done(push_number(std::bit_cast<double>(bits)), 8);
    }
    case 'I':
    case 'L':
    case 'F': {
      const auto line = line_at(0);
      if (!line) return 0;
      // True and False of protocols 0 and 1 are the numbers 01 and 00.
      const auto value = whole(*line);
      if (!value) return damaged();
      return done(push_number(*value), line_bytes);
    }
    case 'U': return string(1, Letters::raw, Kind::bytes);
    case 'T': return string(4, Letters::raw, Kind::bytes);
    case 'C': return string(1, Letters::raw, Kind::bytes);
    case 'B': return string(4, Letters::raw, Kind::bytes);
    case 0x8e: return string(8, Letters::raw, Kind::bytes);
    case 0x96: return string(8, Letters::raw, Kind::bytes);
    case 0x8c: return string(1, Letters::utf8_latin1, Kind::text);
    case 'X': return string(4, Letters::utf8_latin1, Kind::text);
    case 0x8d: return string(8, Letters::utf8_latin1, Kind::text);
    case 'S': return done(begin_string(Letters::line_repr, Kind::bytes, 0), 0);
    case 'V': return done(begin_string(Letters::line_unicode, Kind::text, 0), 0);
    case ')': return done(sequence(0), 0);
    case 0x85: return done(sequence(1), 0);
    case 0x86: return done(sequence(2), 0);
    case 0x87: return done(sequence(3), 0);
    case 't':
    case 'l':
    case 0x91: return done(from_mark(Kind::sequence), 0);
    case ']':
    case 0x8f: return done(push({.kind = Kind::sequence}), 0);
    case '}': return done(push({.kind = Kind::mapping}), 0);
    case 'd': return done(from_mark(Kind::mapping), 0);
    case 'a': {  // APPEND
      const auto item = pop();
      if (!item) return std::unexpected(item.error());
      return done(add({*item}, Kind::sequence), 0);
    }
    case 'e':
    case 0x90: {
      const auto items = pop_to_mark();
      if (!items) return std::unexpected(items.error());
      return done(add(*items, Kind::sequence), 0);
    }
    case 's': {  // SETITEM
      const auto value = pop();
      const auto key = pop();
      if (!value || !key) return damaged();
      return done(add({*key, *value}, Kind::mapping), 0);
    }
    case 'u': {
      const auto items = pop_to_mark();
      if (!items) return std::unexpected(items.error());
      return done(add(*items, Kind::mapping), 0);
    }
    case 'g':
    case 'p': {
      const auto line = line_at(0);
      if (!line) return 0;
      const auto place = whole(*line);
      if (!place || *place < 0 || *place > 1e12) return damaged();
      const auto key = static_cast<std::uint64_t>(*place);
      return done(code == 'g' ? recall(key) : remember(key), line_bytes);
    }
    case 'h': return has(1) ? done(recall(number(1)), 1) : 0;
    case 'j': return has(4) ? done(recall(number(4)), 4) : 0;
    case 'q': return has(1) ? done(remember(number(1)), 1) : 0;
    case 'r': return has(4) ? done(remember(number(4)), 4) : 0;
    case 0x94: return done(remember(memo_.size()), 0);
    case 'c': {  // GLOBAL
      const auto module = line_at(0);
      if (!module) return 0;
      const std::size_t first = line_bytes;
      const auto name = line_at(first);
      if (!name) return 0;
      return done(global(*module, *name), line_bytes);
    }
    case 0x93: {  // STACK_GLOBAL
      const auto name = pop(), module = pop();
      if (!name || !module || at(*name).kind != Kind::text || at(*module).kind != Kind::text) return damaged();
      return done(global(at(*module).text, at(*name).text), 0);
    }
    case 'R':
    case 0x81: return done(call(), 0);  // REDUCE, NEWOBJ
    case 'b': return done(build(), 0);
    case 'P':
    case 'Q':
    case 0x97:
    case 0x98:
      return fail("{0} is a Python pickle whose contents lie in other files: load the arrays themselves.",
                  in_quotes(name_));
    case 'i':
    case 'o':
    case 0x82:
    case 0x83:
    case 0x84:
    case 0x92:
      return fail("{0} is a Python pickle that makes objects of a program's own; it is not opened.", in_quotes(name_));
    default: return damaged();
  }
}

// -- Objects ----------------------------------------------------------------------------------------------------------

std::expected<void, Error> PickleReader::global(std::string_view module, std::string_view name) {
  if (!is_known(module, name))
    return fail("{0} is a pickle that asks Python to run {1}; it is not opened.", in_quotes(name_),
                in_quotes(std::string(module) + "." + std::string(name)));
  return push({.kind = Kind::global, .text = std::string(module) + " " + std::string(name)});
}

std::expected<void, Error> PickleReader::call() {
  const auto arguments = pop(), function = pop();
  if (!arguments || !function || at(*function).kind != Kind::global || at(*arguments).kind != Kind::sequence)
    return damaged();
  const std::string& name = at(*function).text;
  const std::vector<Ref>& given = at(*arguments).items;
  if (names(name, "_reconstruct")) return push({.kind = Kind::array});
  if (names(name, "_reconstructor")) {
    if (given.empty() || at(given[0]).kind != Kind::global) return damaged();
    return push({.kind = Kind::mapping, .text = at(given[0]).text});
  }
  if (names(name, "NumpyArrayWrapper")) return push({.kind = Kind::object, .text = name});
  if (names(name, "OrderedDict") || names(name, "Bunch") || names(name, "dict"))
    return push({.kind = Kind::mapping, .text = name});
  if (names(name, "set") || names(name, "frozenset") || names(name, "list") || names(name, "tuple")) {
    if (given.empty()) return push({.kind = Kind::sequence});
    stack_.push_back(given[0]);
    return {};
  }
  if (names(name, "object")) return push({.kind = Kind::mapping});
  if (names(name, "dtype")) {
    if (given.empty()) return damaged();
    return push({.kind = Kind::dtype, .text = at(given[0]).text});
  }
  if (names(name, "encode") || names(name, "bytearray")) {
    if (given.empty()) return push({.kind = Kind::bytes});
    const Value& text = at(given[0]);
    if (text.kind == Kind::bytes || text.stored)
      return push({.kind = Kind::bytes, .text = text.text, .stored = text.stored});
    if (text.kind != Kind::text) return damaged();
    std::string bytes;
    for (std::size_t i = 0; i < text.text.size(); ++i) {
      const auto lead = static_cast<std::uint8_t>(text.text[i]);
      if (lead < 0x80) {
        bytes += text.text[i];
      } else if ((lead == 0xc2 || lead == 0xc3) && i + 1 < text.text.size()) {
        bytes += static_cast<char>((lead << 6 & 0xc0) | (text.text[++i] & 0x3f));
      } else {
        return damaged();
      }
    }
    return push({.kind = Kind::bytes, .text = std::move(bytes)});
  }
  if (names(name, "_frombuffer") || names(name, "scalar")) {
    const bool scalar = names(name, "scalar");
    if (given.size() < (scalar ? 2u : 4u)) return damaged();
    const Value &dtype = at(given[scalar ? 0 : 1]), &data = at(given[scalar ? 1 : 0]);
    if (dtype.kind != Kind::dtype || data.kind != Kind::bytes) return damaged();
    const Value shape = scalar ? Value{.kind = Kind::sequence} : at(given[2]);
    const bool column_major = !scalar && at(given[3]).text == "F";
    const auto stored = store(dtype, shape, column_major);
    if (!stored) return std::unexpected(stored.error());
    if (!*stored) return push({});
    if (auto filled = fill(**stored, data.text); !filled) return filled;
    if (fillings_[**stored].got != fillings_[**stored].wanted) return damaged();
    if (scalar) return push_number(arrays_[**stored].view().at(0));
    return push({.kind = Kind::array, .stored = *stored});
  }
  return damaged();
}

std::expected<void, Error> PickleReader::build() {
  const auto state = pop();
  if (!state || stack_.empty()) return damaged();
  const Ref ref = stack_.back();
  switch (at(ref).kind) {
    case Kind::dtype: {
      // (version, byte order, ...): the names of a record's fields stand fourth.
      const std::vector<Ref>& items = at(*state).items;
      if (items.size() > 1 && at(items[1]).text == ">") at(ref).number = 1;
      if (items.size() > 3 && at(items[3]).kind != Kind::none) at(ref).text.clear();
      return {};
    }
    case Kind::array: {
      const std::vector<Ref> items = at(*state).items;
      return build_array(ref, items);
    }
    case Kind::object: return build_joblib(ref, *state);
    case Kind::mapping:
      if (at(*state).kind != Kind::mapping) return {};
      return add_items(ref, Kind::mapping, at(*state).items);
    default: return damaged();
  }
}

std::expected<void, Error> PickleReader::build_array(Ref array, const std::vector<Ref>& state) {
  // (version, shape, dtype, whether by columns, numbers); the first NumPys had no version.
  if (state.size() < 4 || state.size() > 5) return damaged();
  const std::size_t first = state.size() - 4;
  const Value& data = at(state[first + 3]);
  if (data.stored) {
    at(array).stored = data.stored;
    return {};
  }
  if (data.kind != Kind::bytes) return {};  // a list of Python's objects: no array of numbers
  const auto stored = store(at(state[first + 1]), at(state[first]), at(state[first + 2]).number != 0);
  if (!stored) return std::unexpected(stored.error());
  if (!*stored) return {};
  at(array).stored = *stored;
  return fill(**stored, at(state[first + 3]).text);
}

/// joblib's array: what it is stands in the object, its numbers lie behind it in the file.
std::expected<void, Error> PickleReader::build_joblib(Ref object, Ref state) {
  const auto member = [&](std::string_view key) -> const Value* {
    const std::vector<Ref>& items = at(state).items;
    for (std::size_t i = 0; i + 1 < items.size(); i += 2)
      if (at(items[i]).text == key) return &at(items[i + 1]);
    return nullptr;
  };
  const Value *shape = member("shape"), *dtype = member("dtype"), *order = member("order");
  const Value* alignment = member("numpy_array_alignment_bytes");
  if (!shape || !dtype || !order || dtype->kind != Kind::dtype) return damaged();
  const auto stored = store(*dtype, *shape, order->text == "F");
  if (!stored) return std::unexpected(stored.error());
  if (!*stored)
    return fail("{0} holds arrays of Python objects; save numbers instead (with .astype).", in_quotes(name_));
  at(object).kind = Kind::array;
  at(object).stored = *stored;
  payload_.emplace();
  payload_->left = fillings_[**stored].wanted;
  payload_->array = **stored;
  payload_->behind_object = true;
  payload_->padded = alignment && alignment->kind == Kind::number;
  if (payload_->left == 0 && !payload_->padded) payload_.reset();
  return {};
}

std::expected<std::optional<std::uint32_t>, Error> PickleReader::store(const Value& dtype, const Value& shape,
                                                                       bool column_major) {
  const auto element = element_named(dtype.text);
  if (!element || shape.kind != Kind::sequence || shape.items.size() > 8) return std::optional<std::uint32_t>();
  PickledArray array{.path = {}, .element = *element, .big_endian = dtype.number != 0, .column_major = column_major};
  for (const Ref ref : shape.items) {
    const Value& size = at(ref);
    if (size.kind != Kind::number || !(size.number >= 0) || size.number > 1e15) return damaged();
    array.shape.push_back(static_cast<std::uint64_t>(size.number));
  }
  const auto bytes = tensor_bytes(array.shape, *element, name_);
  if (!bytes) return std::unexpected(bytes.error());
  Filling filling{.from = *element, .big_endian = array.big_endian, .wanted = *bytes, .got = 0, .partial = {}};
  filling.into_halves = element_bytes(*element) > 2 && array.shape.size() > 1 && *bytes >= kNarrowedFrom;
  if (filling.into_halves) array.element = Element::f16, array.big_endian = false;
  const std::uint64_t held = filling.into_halves ? *bytes / element_bytes(*element) * 2 : *bytes;
  if (auto kept = budget_->keep(held); !kept) return std::unexpected(kept.error());
  held_ += held;
  // The numbers are yet to come: what is promised and never comes takes no memory.
  arrays_.push_back(std::move(array));
  fillings_.push_back(std::move(filling));
  return static_cast<std::uint32_t>(arrays_.size() - 1);
}

std::expected<void, Error> PickleReader::fill(std::uint32_t stored, std::string_view bytes) {
  PickledArray& array = arrays_[stored];
  Filling& filling = fillings_[stored];
  if (bytes.size() > filling.wanted - filling.got) return damaged();
  filling.got += bytes.size();
  const auto put = [&](std::string_view more) { array.bytes.insert(array.bytes.end(), more.begin(), more.end()); };
  if (!filling.into_halves) {
    put(bytes);
    return {};
  }
  const std::size_t size = element_bytes(filling.from);
  const auto narrow = [&](std::string_view numbers) {
    const TensorView from{filling.from,
                          filling.big_endian,
                          false,
                          {numbers.size() / size},
                          {reinterpret_cast<const std::uint8_t*>(numbers.data()), numbers.size()}};
    for (std::size_t i = 0; i < numbers.size() / size; ++i) {
      const std::uint16_t half = half_of(static_cast<float>(from.at(i)));
      array.bytes.push_back(static_cast<std::uint8_t>(half));
      array.bytes.push_back(static_cast<std::uint8_t>(half >> 8));
    }
  };
  if (!filling.partial.empty()) {
    const std::size_t missing = std::min(size - filling.partial.size(), bytes.size());
    filling.partial.insert(filling.partial.end(), bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(missing));
    bytes.remove_prefix(missing);
    if (filling.partial.size() < size) return {};
    narrow(as_text(filling.partial));
    filling.partial.clear();
  }
  const std::size_t whole = bytes.size() / size * size;
  narrow(bytes.substr(0, whole));
  bytes.remove_prefix(whole);
  filling.partial.assign(bytes.begin(), bytes.end());
  return {};
}

// -- Strings ----------------------------------------------------------------------------------------------------------

std::expected<std::optional<std::uint32_t>, Error> PickleReader::array_awaiting(Letters letters) {
  // array, mark, version, shape, dtype, by columns; then, where bytes are written as letters, the function that makes
  // bytes of them, and perhaps a mark.
  std::size_t top = stack_.size();
  const auto kind = [&](std::size_t below) { return at(stack_[top - below]).kind; };
  if (letters == Letters::utf8_latin1 || letters == Letters::line_unicode) {
    if (top > 0 && kind(1) == Kind::mark) --top;
    if (top == 0 || kind(1) != Kind::global || !names(at(stack_[top - 1]).text, "encode"))
      return std::optional<std::uint32_t>();
    --top;
  }
  if (top < 6 || kind(6) != Kind::array || kind(5) != Kind::mark || kind(4) != Kind::number ||
      kind(3) != Kind::sequence || kind(2) != Kind::dtype || kind(1) != Kind::number)
    return std::optional<std::uint32_t>();
  return store(at(stack_[top - 2]), at(stack_[top - 3]), at(stack_[top - 1]).number != 0);
}

std::expected<void, Error> PickleReader::begin_string(Letters letters, Kind kind, std::uint64_t left) {
  auto array = array_awaiting(letters);
  if (!array) return std::unexpected(array.error());
  if (!*array && left > kLongestText)
    return fail("{0} is a Python pickle with a text of {1}, which is no array of numbers.", in_quotes(name_),
                in_bytes(left));
  payload_.emplace();
  payload_->letters = letters;
  payload_->kind = kind;
  payload_->left = left;
  payload_->array = *array;
  const bool line = letters == Letters::line_repr || letters == Letters::line_unicode;
  return !line && left == 0 ? end_string() : std::expected<void, Error>();
}

/// One byte of a string whose letters are written otherwise; what it means goes to `out`.
std::expected<void, Error> PickleReader::put_letter(std::uint8_t byte, std::string& out) {
  std::string& escape = payload_->escape;
  const auto hexadecimal = [&](std::size_t digits) -> std::expected<void, Error> {
    if (escape.size() < 2 + digits) return {};
    std::uint32_t code = 0;
    const char *first = escape.data() + 2, *last = escape.data() + escape.size();
    const auto [end, error] = std::from_chars(first, last, code, 16);
    if (error != std::errc{} || end != last || code > 0x10ffff) return damaged();
    escape.clear();
    if (payload_->letters == Letters::line_unicode && !payload_->array)
      append_utf8(out, code);
    else if (code > 0xff)
      return damaged();
    else
      out += static_cast<char>(code);
    return {};
  };
  if (payload_->letters == Letters::utf8_latin1) {
    if (!escape.empty()) {
      out += static_cast<char>((static_cast<std::uint8_t>(escape[0]) << 6 & 0xc0) | (byte & 0x3f));
      escape.clear();
    } else if (byte < 0x80) {
      out += static_cast<char>(byte);
    } else if (byte == 0xc2 || byte == 0xc3) {
      escape = static_cast<char>(byte);
    } else {
      return damaged();
    }
    return {};
  }
  const bool unicode = payload_->letters == Letters::line_unicode;
  if (escape.empty()) {
    if (byte == '\\')
      escape = '\\';
    else if (unicode && !payload_->array)
      append_utf8(out, byte);
    else
      out += static_cast<char>(byte);
    return {};
  }
  escape += static_cast<char>(byte);
  if (unicode) {
    if (escape[1] == 'u') return hexadecimal(4);
    if (escape[1] == 'U') return hexadecimal(8);
    return damaged();
  }
  constexpr std::string_view kWritten = "\\'\"nrt", kMeant = "\\'\"\n\r\t";
  if (escape[1] == 'x') return hexadecimal(2);
  const std::size_t which = kWritten.find(escape[1]);
  if (which == std::string_view::npos) return damaged();
  out += kMeant[which];
  escape.clear();
  return {};
}

std::expected<void, Error> PickleReader::put(std::string_view bytes) {
  if (payload_->array) return fill(*payload_->array, bytes);
  if (payload_->text.size() + bytes.size() > kLongestText) return damaged();
  payload_->text += bytes;
  return {};
}

std::expected<std::size_t, Error> PickleReader::take_string(std::span<const std::uint8_t> bytes) {
  if (payload_->padded) {
    if (bytes.size() < 1u + bytes[0]) return 0;
    payload_->padded = false;
    const std::size_t passed = 1u + bytes[0];
    if (payload_->left == 0) payload_.reset();
    return passed;
  }
  const bool line = payload_->letters == Letters::line_repr || payload_->letters == Letters::line_unicode;
  const std::string_view text = as_text(bytes);
  std::size_t size = static_cast<std::size_t>(std::min<std::uint64_t>(payload_->left, text.size()));
  const std::size_t end = line ? text.find('\n') : std::string_view::npos;
  if (line) size = std::min(end, text.size());
  const std::string_view here = text.substr(0, size);
  // Letters are translated where they are numbers of an array, or escaped; other text stays as it is.
  if (payload_->letters == Letters::raw || (payload_->letters == Letters::utf8_latin1 && !payload_->array)) {
    if (auto done = put(here); !done) return std::unexpected(done.error());
  } else {
    constexpr std::size_t kAtOnce = 16384;
    std::string translated;
    // A line's quotes are no part of it; they stand at its two ends, where a number of an array is never missing.
    for (const char c : here) {
      const bool quote = payload_->letters == Letters::line_repr && (c == '\'' || c == '"') && payload_->escape.empty();
      if (quote) {
        if (payload_->quote == 0) {
          payload_->quote = c;
          continue;
        }
        if (payload_->quote == c) continue;
      }
      if (auto done = put_letter(static_cast<std::uint8_t>(c), translated); !done) return std::unexpected(done.error());
      if (translated.size() < kAtOnce) continue;
      if (auto done = put(translated); !done) return std::unexpected(done.error());
      translated.clear();
    }
    if (auto done = put(translated); !done) return std::unexpected(done.error());
  }
  if (!line) payload_->left -= size;
  const bool ended = line ? end != std::string_view::npos : payload_->left == 0;
  if (ended)
    if (auto done = end_string(); !done) return std::unexpected(done.error());
  return size + (line && ended ? 1 : 0);
}

std::expected<void, Error> PickleReader::end_string() {
  Payload payload = std::move(*payload_);
  payload_.reset();
  if (!payload.escape.empty()) return damaged();
  if (payload.array && fillings_[*payload.array].got != fillings_[*payload.array].wanted) return damaged();
  if (payload.behind_object) return {};
  return push({.kind = payload.kind, .text = std::move(payload.text), .stored = payload.array});
}

// -- What was found ---------------------------------------------------------------------------------------------------

std::expected<std::vector<PickledArray>, Error> PickleReader::finish() {
  if (!stopped_ || stack_.size() != 1) return stopped_ ? damaged() : cut_off();
  for (std::size_t i = 0; i < arrays_.size(); ++i)
    if (fillings_[i].got != fillings_[i].wanted) return damaged();
  std::vector<PickledArray> found;
  collect(stack_.back(), "", 0, found);
  if (found.empty()) return fail("{0} is a Python pickle without arrays of numbers.", in_quotes(name_));
  return found;
}

void PickleReader::collect(Ref ref, const std::string& path, int depth, std::vector<PickledArray>& into) {
  Value& value = at(ref);
  if (value.seen || depth > kDeepestFound) return;
  value.seen = true;
  const auto below = [&](std::string_view key) {
    return path.empty() ? std::string(key) : path + "/" + std::string(key);
  };
  if (value.kind == Kind::array && value.stored) {
    PickledArray array = std::exchange(arrays_[*value.stored], {});
    array.path = path;
    const bool empty = std::ranges::find(array.shape, 0u) != array.shape.end();
    if (!array.shape.empty() && !empty) into.push_back(std::move(array));
  } else if (value.kind == Kind::sequence) {
    const bool numbers = value.items.size() > 1 && std::ranges::all_of(value.items, [&](Ref item) {
                           return at(item).kind == Kind::number && at(item).number == std::floor(at(item).number) &&
                                  std::abs(at(item).number) < 2e9;
                         });
    if (numbers) {
      PickledArray list{.path = path, .element = Element::i32, .shape = {value.items.size()}};
      for (const Ref item : value.items) {
        const auto bits = static_cast<std::uint32_t>(static_cast<std::int32_t>(at(item).number));
        for (int shift = 0; shift < 32; shift += 8) list.bytes.push_back(static_cast<std::uint8_t>(bits >> shift));
      }
      into.push_back(std::move(list));
      return;
    }
    for (std::size_t i = 0; i < value.items.size(); ++i)
      collect(value.items[i], below(std::to_string(i)), depth + 1, into);
  } else if (value.kind == Kind::mapping) {
    for (std::size_t i = 0; i + 1 < value.items.size(); i += 2) {
      const Value& key = at(value.items[i]);
      if (key.kind == Kind::text || key.kind == Kind::bytes)
        collect(value.items[i + 1], below(key.text), depth + 1, into);
    }
  }
}

}  // namespace hourglass
