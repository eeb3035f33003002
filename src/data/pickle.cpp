#include "data/pickle.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "data/gathered_arrays.h"
#include "data/text.h"
#include "text/number.h"

namespace hourglass {
namespace {

constexpr std::uint8_t kProtocol = 0x80;  // the opcode with which protocols from 2 on begin
constexpr std::size_t kMostValues = 1'000'000, kMostItems = 20'000'000;
constexpr std::size_t kLongestLine = 4096;          // of an opcode's arguments
constexpr std::uint64_t kLongestText = 256u << 20;  // bytes of a string that fills no array as it comes

std::uint64_t little_endian(std::span<const std::uint8_t> bytes) {
  std::uint64_t value = 0;
  for (std::size_t i = bytes.size(); i-- > 0;) value = value << 8 | bytes[i];
  return value;
}

std::string_view as_text(std::span<const std::uint8_t> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

bool looks_like_protocol(std::uint8_t version) { return version >= 2 && version <= 5; }

}  // namespace

bool looks_like_pickle(std::span<const std::uint8_t> start) {
  if (start.size() < 4) return false;
  if (start[0] == kProtocol) return looks_like_protocol(start[1]);
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
  while (!bytes.empty()) {
    if (stopped_) {
      // Another pickle may follow; a tail is let go.
      const bool another = bytes[0] == kProtocol && passed_over_ == 0;
      if (another && bytes.size() < 2) break;
      if (!another || !looks_like_protocol(bytes[1])) {
        passed_over_ += bytes.size();
        return {};
      }
      stopped_ = false;
      memo_.clear();
    }
    const auto took = payload_ ? take_string(bytes) : step(bytes);
    if (!took) return std::unexpected(took.error());
    if (*took == 0) break;
    bytes = bytes.subspan(*took);
    if (!stopped_) continue;
    if (stack_.size() != 1) return damaged();
    ended_.push_back(stack_.back());
    stack_.clear();
  }
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
  const auto string = [&](std::size_t head, PickleLetters::Form letters,
                          Kind kind) -> std::expected<std::size_t, Error> {
    if (!has(head)) return 0;
    return done(begin_string(letters, kind, number(head)), head);
  };
  const auto whole = [](std::string_view text) -> std::optional<double> {
    if (text.ends_with('L')) text.remove_suffix(1);
    return parse_number(text);
  };
  // A value may stand on the stack many times.
  if (stack_.size() > kMostValues) return damaged();

  using Form = PickleLetters::Form;
  switch (code) {
    case kProtocol: return has(1) ? done({}, 1) : 0;  // PROTO
    case 0x95: return has(8) ? done({}, 8) : 0;       // FRAME
    case '.': stopped_ = true; return 1;              // STOP
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
    case 'U': return string(1, Form::raw, Kind::bytes);
    case 'T': return string(4, Form::raw, Kind::bytes);
    case 'C': return string(1, Form::raw, Kind::bytes);
    case 'B': return string(4, Form::raw, Kind::bytes);
    case 0x8e: return string(8, Form::raw, Kind::bytes);
    case 0x96: return string(8, Form::raw, Kind::bytes);
    case 0x8c: return string(1, Form::utf8, Kind::text);
    case 'X': return string(4, Form::utf8, Kind::text);
    case 0x8d: return string(8, Form::utf8, Kind::text);
    case 'S': return done(begin_string(Form::quoted, Kind::bytes, 0), 0);
    case 'V': return done(begin_string(Form::unicode, Kind::text, 0), 0);
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

// -- Strings ----------------------------------------------------------------------------------------------------------

std::expected<std::optional<std::uint32_t>, Error> PickleReader::array_awaiting(PickleLetters::Form form) {
  // array, mark, version, shape, dtype, by columns; then, where bytes are written as letters, the function that makes
  // bytes of them, and perhaps a mark.
  std::size_t top = stack_.size();
  const auto kind = [&](std::size_t below) { return at(stack_[top - below]).kind; };
  if (form == PickleLetters::Form::utf8 || form == PickleLetters::Form::unicode) {
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

std::expected<void, Error> PickleReader::begin_string(PickleLetters::Form form, Kind kind, std::uint64_t left) {
  auto array = array_awaiting(form);
  if (!array) return std::unexpected(array.error());
  if (!*array && left > kLongestText)
    return fail("{0} is a Python pickle with a text of {1}, which is no array of numbers.", in_quotes(name_),
                in_bytes(left));
  payload_.emplace(PickleLetters(form, array->has_value()));
  payload_->kind = kind;
  payload_->left = left;
  payload_->array = *array;
  return !payload_->letters.is_line() && left == 0 ? end_string() : std::expected<void, Error>();
}

std::expected<std::size_t, Error> PickleReader::take_string(std::span<const std::uint8_t> bytes) {
  Payload& payload = *payload_;
  if (payload.padded) {
    const std::size_t passed = 1u + bytes[0];
    if (bytes.size() < passed) return 0;
    payload.padded = false;
    if (payload.left == 0) payload_.reset();
    return passed;
  }
  const bool line = payload.letters.is_line();
  // A little at a time, since what is read is copied.
  constexpr std::size_t kAtOnce = 65536;
  std::string_view here = as_text(bytes).substr(0, kAtOnce);
  const std::size_t end = line ? here.find('\n') : std::string_view::npos;
  here = here.substr(0, line ? end : static_cast<std::size_t>(std::min<std::uint64_t>(payload.left, here.size())));
  std::string read;
  if (!payload.letters.read(here, read)) return damaged();
  if (payload.array) {
    if (!arrays_[*payload.array].add(read)) return damaged();
  } else {
    if (payload.text.size() + read.size() > kLongestText) return damaged();
    payload.text += read;
  }
  if (!line) payload.left -= here.size();
  const bool ended = line ? end != std::string_view::npos : payload.left == 0;
  const std::size_t took = here.size() + (line && ended ? 1 : 0);
  if (ended)
    if (auto done = end_string(); !done) return std::unexpected(done.error());
  return took;
}

std::expected<void, Error> PickleReader::end_string() {
  Payload payload = std::move(*payload_);
  payload_.reset();
  if (!payload.letters.complete() || (payload.array && !arrays_[*payload.array].complete())) return damaged();
  if (payload.behind_object) return {};
  return push({.kind = payload.kind, .text = std::move(payload.text), .stored = payload.array});
}

// -- What was found ---------------------------------------------------------------------------------------------------

std::expected<std::vector<NamedArray>, Error> PickleReader::finish() {
  if (!stopped_) return cut_off();
  if (!std::ranges::all_of(arrays_, &IncomingArray::complete)) return damaged();
  std::vector<NamedArray> found;
  const bool several = ended_.size() > 1;
  for (std::size_t i = 0; i < ended_.size(); ++i)
    collect(ended_[i], several ? std::to_string(i) : "", 0, several, found);
  if (too_many_)
    return fail("{0} is a Python pickle of more than {1} values one by one: save its numbers as a NumPy array.",
                in_quotes(name_), kMostFound);
  gather_arrays(found);
  const bool numbers = std::ranges::any_of(found, [](const NamedArray& array) { return array.words.empty(); });
  if (!numbers) return fail("{0} is a Python pickle without arrays of numbers.", in_quotes(name_));
  if (passed_over_ > 0) {
    notes_.push_back(plural(static_cast<std::int64_t>(passed_over_), "{0} byte behind the pickle was passed over.",
                            "{0} bytes behind the pickle were passed over."));
  }
  return found;
}

}  // namespace hourglass
