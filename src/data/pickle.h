// Pickle: the arrays in a Python pickle, read by an interpreter of our own that knows a closed list of opcodes and of
// names, and never runs anything. Protocols 0 to 5 (Python's Lib/pickletools.py describes them); arrays as NumPy,
// joblib and scikit-learn pickle them, by Python 2 and 3.
//
// The bytes are pushed piece by piece, and large arrays are narrowed as they pass (incoming_array.h), so that
// notMNIST's 690 MB never stand in memory. Stack and opcodes stand in pickle.cpp, what they make in pickle_objects.cpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <expected>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "data/budget.h"
#include "data/incoming_array.h"
#include "data/pickle_letters.h"
#include "data/tensor.h"
#include "math/error.h"

namespace hourglass {

/// Whether the file begins as a pickle does.
bool looks_like_pickle(std::span<const std::uint8_t> start);

class PickleReader {
 public:
  /// `budget` counts what is held.
  PickleReader(std::string name, Budget& budget);
  ~PickleReader();
  PickleReader(const PickleReader&) = delete;
  PickleReader& operator=(const PickleReader&) = delete;

  /// An error for anything that would have to be run ("asks Python to run os.system"), is damaged, or too large.
  std::expected<void, Error> feed(std::span<const std::uint8_t> bytes);
  /// After the last byte: the arrays, and lists of numbers and of words, in the order in which they stand; of several
  /// pickles one behind the other, as pickle.dump() called several times leaves them, those of all. What a list holds
  /// one by one is gathered (gathered_arrays.h). Errors: cut off, nothing but text.
  std::expected<std::vector<NamedArray>, Error> finish();
  /// What was passed over, as a person should know.
  std::vector<Sentence> take_notes() { return std::move(notes_); }

 private:
  using Ref = std::uint32_t;                           // into values_
  static constexpr std::size_t kMostFound = 1u << 18;  // arrays, and numbers and words one by one
  enum class Kind : std::uint8_t { mark, none, number, bytes, text, sequence, mapping, global, dtype, array, object };
  struct Value {
    Kind kind = Kind::none;
    double number = 0;
    std::string text = {};        // of bytes, text (UTF-8), global and object ("module name"), dtype ("f4")
    std::vector<Ref> items = {};  // of a sequence; of a mapping keys and values in turn
    /// Into arrays_: of an array, and of bytes that were read straight into one.
    std::optional<std::uint32_t> stored = {};
    bool seen = false;  // by collect()
  };

  /// A string under way.
  struct Payload {
    explicit Payload(PickleLetters form) : letters(form) {}
    PickleLetters letters;
    Kind kind = Kind::bytes;
    std::uint64_t left = 0;              // bytes to come; of a line not known
    std::optional<std::uint32_t> array;  // that it fills
    std::string text;                    // what does not fill an array
    bool behind_object = false;          // joblib: numbers that are no value of the pickle
    bool padded = false;                 // joblib: a byte comes first that says how many to pass over
  };

  std::unexpected<Error> damaged() const;
  std::unexpected<Error> cut_off() const;
  std::expected<Ref, Error> make(Value value);
  /// So many more places in lists and dictionaries, which all together have a limit.
  std::expected<void, Error> room_for_items(std::size_t more);
  std::expected<void, Error> add_items(Ref into, Kind kind, std::span<const Ref> items);
  std::expected<void, Error> push(Value value);
  std::expected<void, Error> push_number(double number);
  std::expected<Ref, Error> pop();
  std::expected<std::vector<Ref>, Error> pop_to_mark();
  Value& at(Ref ref) { return values_[ref]; }
  /// Whether a global is that function, of whichever module.
  static bool names(std::string_view global, std::string_view function);

  /// One opcode at the front of `bytes`: how many bytes it took; 0: more are needed.
  std::expected<std::size_t, Error> step(std::span<const std::uint8_t> bytes);
  std::expected<void, Error> global(std::string_view module, std::string_view name);
  std::expected<void, Error> call();
  std::expected<void, Error> build();
  std::expected<void, Error> build_array(Ref array, const std::vector<Ref>& state);
  std::expected<void, Error> build_joblib(Ref object, Ref state);
  /// The words of an array of texts, NumPy's types U (four bytes a letter) and S (one), become the items of `array`.
  std::expected<void, Error> take_words(Ref array, const Value& dtype, const std::string& bytes);
  /// A place for an array's numbers; none where they are not numbers.
  std::expected<std::optional<std::uint32_t>, Error> store(const Value& dtype, const Value& shape, bool column_major);

  /// A string of `left` bytes, or up to the line's end, follows.
  std::expected<void, Error> begin_string(PickleLetters::Form form, Kind kind, std::uint64_t left);
  /// The array whose numbers the next string holds, as the stack tells.
  std::expected<std::optional<std::uint32_t>, Error> array_awaiting(PickleLetters::Form form);
  std::expected<std::size_t, Error> take_string(std::span<const std::uint8_t> bytes);
  std::expected<void, Error> end_string();

  /// `listed`: it is one of several in a list.
  void collect(Ref ref, const std::string& path, int depth, bool listed, std::vector<NamedArray>& into);

  std::string name_;
  Budget* budget_;
  std::uint64_t held_ = 0;  // bytes, of the budget
  std::size_t items_ = 0;   // in all lists and dictionaries
  std::deque<Value> values_;
  std::vector<Ref> stack_;
  std::map<std::uint64_t, Ref> memo_;
  std::vector<IncomingArray> arrays_;
  std::optional<Payload> payload_;
  std::vector<std::uint8_t> pending_;  // the front of an opcode that is not whole yet
  bool stopped_ = false;               // a pickle has ended
  std::vector<Ref> ended_;             // what the pickles hold that have ended
  std::uint64_t passed_over_ = 0;      // bytes behind the last of them
  bool too_many_ = false;              // values one by one
  std::vector<Sentence> notes_;
};

}  // namespace hourglass
