// IncomingArray: an array whose numbers come piece by piece. Where it is large, numbers of more than two bytes are
// narrowed to half floats as they pass: they become grey bytes afterwards, for which 11 bits are enough.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "data/budget.h"
#include "data/tensor.h"

namespace hourglass {

/// An array among others of a file.
struct NamedArray {
  /// Where it stands: the keys and places that lead to it, "train_dataset" or "1/0"; empty where it is all there is.
  std::string path;
  Element element = Element::u8;
  bool big_endian = false;
  bool column_major = false;
  std::vector<std::uint64_t> shape = {};
  std::vector<std::uint8_t> bytes = {};
  std::vector<std::string> words = {};  ///< of an array of texts; it has no numbers then
  bool beyond = false;                  ///< some numbers were too large to be narrowed and are infinite now

  TensorView view() const { return {element, big_endian, column_major, shape, bytes}; }
};

/// IEEE 754's half of a float, rounded to nearest, ties to even; too large a number becomes infinite.
std::uint16_t half_of(float value);

class IncomingArray {
 public:
  /// `array` says what the numbers are, and has none; `bytes` of them will come (tensor_bytes).
  IncomingArray(NamedArray array, std::uint64_t bytes);

  /// Asks the budget for all that it will hold, and takes the room at one go: a block that grew by moving into larger
  /// ones would need both at once. The pages of what never comes are never touched. Errors: those of Budget::keep.
  std::expected<void, Error> make_room(Budget& budget);
  /// The next numbers, cut anywhere; false where they are more than were to come.
  bool add(std::string_view bytes);
  bool complete() const { return got_ == wanted_; }
  std::uint64_t wanted() const { return wanted_; }
  /// Bytes that it takes when all have come.
  std::uint64_t held() const;

  const NamedArray& array() const { return array_; }
  NamedArray take() { return std::move(array_); }

 private:
  void narrow(std::string_view numbers);

  NamedArray array_;
  Element from_;
  bool from_big_endian_;
  bool narrows_;
  std::uint64_t wanted_, got_ = 0;
  std::string partial_;  ///< of a number that is not whole yet
};

}  // namespace hourglass
