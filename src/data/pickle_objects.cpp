// What a pickle names, makes and fills: arrays, in NumPy's, joblib's and scikit-learn's way.
#include <algorithm>
#include <bit>
#include <cmath>
#include <span>
#include <utility>

#include "data/model_kind.h"
#include "data/pickle.h"
#include "data/text.h"
#include "text/characters.h"
#include "text/number.h"

namespace hourglass {
namespace {

constexpr int kDeepestFound = 8;           // containers within each other in which arrays are looked for
constexpr std::size_t kLongestWord = 200;  // a class is called by

/// All that a pickle may name. None of them is run: what they would make is made here.
constexpr std::string_view kKnownObjects[] = {"numpy ndarray",
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
  return std::ranges::any_of(kKnownObjects, [&](std::string_view known) {
    return known.size() == module.size() + 1 + name.size() && known.starts_with(module) && known.ends_with(name);
  });
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

/// Numbers of a list, as whole ones where they are: 32 bits or doubles.
NamedArray numbers_of(const std::string& path, std::span<const double> numbers, std::vector<std::uint64_t> shape) {
  const bool whole = std::ranges::all_of(
      numbers, [](double number) { return number == std::floor(number) && std::abs(number) < 2e9; });
  NamedArray list{.path = path, .element = whole ? Element::i32 : Element::f64, .shape = std::move(shape)};
  for (const double number : numbers) {
    const std::uint64_t bits =
        whole ? static_cast<std::uint32_t>(static_cast<std::int32_t>(number)) : std::bit_cast<std::uint64_t>(number);
    for (int shift = 0; shift < (whole ? 32 : 64); shift += 8)
      list.bytes.push_back(static_cast<std::uint8_t>(bits >> shift));
  }
  return list;
}

}  // namespace

bool PickleReader::names(std::string_view global, std::string_view function) {
  return global.size() > function.size() && global.ends_with(function) &&
         global[global.size() - function.size() - 1] == ' ';
}

std::expected<void, Error> PickleReader::global(std::string_view module, std::string_view name) {
  if (module == "torch" || module.starts_with("torch."))
    return fail(model_answer(ModelKind::pytorch, in_quotes(name_)));
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
    PickleLetters letters(PickleLetters::Form::utf8, true);
    if (!letters.read(text.text, bytes) || !letters.complete()) return damaged();
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
    if (!*stored && scalar) return push({});
    if (!*stored) {
      if (auto pushed = push({.kind = Kind::array}); !pushed) return pushed;
      return take_words(stack_.back(), dtype, data.text);
    }
    if (IncomingArray& array = arrays_[**stored]; !array.add(data.text) || !array.complete()) return damaged();
    if (scalar) return push_number(arrays_[**stored].array().view().at(0));
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
  if (data.kind == Kind::sequence) at(array).items = data.items;  // of Python's objects
  if (data.kind != Kind::bytes) return {};
  const auto stored = store(at(state[first + 1]), at(state[first]), at(state[first + 2]).number != 0);
  if (!stored) return std::unexpected(stored.error());
  if (!*stored) return take_words(array, at(state[first + 1]), data.text);
  at(array).stored = *stored;
  return arrays_[**stored].add(at(state[first + 3]).text) ? std::expected<void, Error>() : damaged();
}

std::expected<void, Error> PickleReader::take_words(Ref array, const Value& dtype, const std::string& bytes) {
  const bool wide = dtype.text.starts_with('U'), big_endian = dtype.number != 0;
  if (!wide && !dtype.text.starts_with('S')) return {};
  const auto letters = parse_number(std::string_view(dtype.text).substr(1));
  if (!letters || !(*letters >= 1) || *letters > static_cast<double>(kLongestWord)) return {};
  const std::size_t each = wide ? 4 : 1, size = static_cast<std::size_t>(*letters) * each;
  std::vector<Ref> items;
  for (std::size_t begin = 0; begin + size <= bytes.size(); begin += size) {
    std::string word;
    for (std::size_t at_letter = begin; at_letter < begin + size; at_letter += each) {
      char32_t letter = 0;
      for (std::size_t i = 0; i < each; ++i) {
        const char32_t byte = static_cast<std::uint8_t>(bytes[at_letter + i]);
        letter |= byte << 8 * (big_endian && wide ? 3 - i : i);
      }
      if (letter == 0) break;
      append_utf8(word, letter);
    }
    const auto item = make({.kind = Kind::text, .text = std::move(word)});
    if (!item) return std::unexpected(item.error());
    items.push_back(*item);
  }
  if (auto room = room_for_items(items.size()); !room) return room;
  at(array).items = std::move(items);
  return {};
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
  payload_.emplace(PickleLetters(PickleLetters::Form::raw, true));
  payload_->left = arrays_[**stored].wanted();
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
  NamedArray array{.path = {}, .element = *element, .big_endian = dtype.number != 0, .column_major = column_major};
  for (const Ref ref : shape.items) {
    const Value& size = at(ref);
    if (size.kind != Kind::number || !(size.number >= 0) || size.number > 1e15) return damaged();
    array.shape.push_back(static_cast<std::uint64_t>(size.number));
  }
  const auto bytes = tensor_bytes(array.shape, *element, name_);
  if (!bytes) return std::unexpected(bytes.error());
  IncomingArray incoming(std::move(array), *bytes);
  if (auto room = incoming.make_room(*budget_); !room) return std::unexpected(room.error());
  held_ += incoming.held();
  arrays_.push_back(std::move(incoming));
  return static_cast<std::uint32_t>(arrays_.size() - 1);
}

void PickleReader::collect(Ref ref, const std::string& path, int depth, bool listed, std::vector<NamedArray>& into) {
  Value& value = at(ref);
  const bool container = value.kind == Kind::array || value.kind == Kind::sequence || value.kind == Kind::mapping;
  if (depth > kDeepestFound || into.size() >= kMostFound) {
    too_many_ = too_many_ || into.size() >= kMostFound;
    return;
  }
  // The same number or word may stand in many places.
  if (container && std::exchange(value.seen, true)) return;
  const auto below = [&](std::string_view key) {
    return path.empty() ? std::string(key) : path + "/" + std::string(key);
  };
  const auto is_number = [&](Ref item) { return at(item).kind == Kind::number; };
  const auto is_word = [&](Ref item) {
    return (at(item).kind == Kind::text || at(item).kind == Kind::bytes) && !at(item).stored &&
           at(item).text.size() <= kLongestWord;
  };
  if (!container) {
    if (listed && value.kind == Kind::number) into.push_back(numbers_of(path, std::span(&value.number, 1), {}));
    if (listed && is_word(ref) && !value.text.empty()) into.push_back({.path = path, .words = {value.text}});
  } else if (value.kind == Kind::array && value.stored) {
    NamedArray array = arrays_[*value.stored].take();
    array.path = path;
    const bool empty = std::ranges::find(array.shape, 0u) != array.shape.end();
    if (!array.shape.empty() && !empty) into.push_back(std::move(array));
  } else if (value.kind == Kind::sequence || value.kind == Kind::array) {
    // An array of Python's objects is a list of them.
    if (value.items.size() > 1 && std::ranges::all_of(value.items, is_number)) {
      std::vector<double> numbers;
      for (const Ref item : value.items) numbers.push_back(at(item).number);
      into.push_back(numbers_of(path, numbers, {numbers.size()}));
      return;
    }
    if (value.items.size() > 1 && std::ranges::all_of(value.items, is_word)) {
      NamedArray list{.path = path};
      for (const Ref item : value.items) list.words.push_back(at(item).text);
      into.push_back(std::move(list));
      return;
    }
    for (std::size_t i = 0; i < value.items.size(); ++i)
      collect(value.items[i], below(std::to_string(i)), depth + 1, true, into);
  } else {
    for (std::size_t i = 0; i + 1 < value.items.size(); i += 2) {
      const Value& key = at(value.items[i]);
      const bool whole = key.kind == Kind::number && std::abs(key.number) < 1e9 && key.number == std::floor(key.number);
      if (key.kind == Kind::text || key.kind == Kind::bytes)
        collect(value.items[i + 1], below(key.text), depth + 1, listed, into);
      else if (whole)
        collect(value.items[i + 1], below(std::to_string(static_cast<std::int64_t>(key.number))), depth + 1, true,
                into);
    }
  }
}

}  // namespace hourglass
