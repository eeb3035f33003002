// Budget: what one load has unpacked and holds, against the limits, and a buffer that grows under them. Exceptions are
// off in the browser, where a failed allocation would end the engine: so memory is asked for before it is taken.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "data/options.h"
#include "math/error.h"

namespace hourglass {

/// Whether one block of so many bytes can be had now.
bool memory_for(std::uint64_t bytes);

class Budget {
 public:
  explicit Budget(const Limits& limits) : limits_(limits) {}
  const Limits& limits() const { return limits_; }

  /// Counts bytes that came out of a compressed stream. An error once the limit is passed.
  std::expected<void, Error> unpack(std::uint64_t bytes);
  /// A picture of so many bytes and pixels was fitted to an image, and both are gone again: what is left of it is kept.
  /// So its pixels count towards no limit, and its bytes, where they came out of an archive, no longer.
  void pass(std::uint64_t bytes, std::uint64_t pixels);
  /// Counts bytes held, and asks whether the machine has them. An error when not.
  std::expected<void, Error> keep(std::uint64_t bytes);
  /// Bytes that were kept are let go of.
  void release(std::uint64_t bytes) { kept_ -= bytes < kept_ ? bytes : kept_; }
  /// Bytes and pixels that were unpacked or decoded until now, a measure of the time that it took: it only grows.
  std::uint64_t worked() const { return worked_; }
  /// An error that ends the whole load, with this sentence.
  std::unexpected<Error> exhaust(Sentence message);
  /// True once one of these failed: such an error ends the whole load, not only one file in an archive.
  bool exhausted() const { return exhausted_; }

 private:
  Limits limits_;
  std::uint64_t unpacked_ = 0;
  std::uint64_t worked_ = 0;
  std::uint64_t kept_ = 0;
  bool exhausted_ = false;
};

/// Bytes that come piece by piece and must stand together in the end.
class Buffer {
 public:
  explicit Buffer(Budget& budget) : budget_(&budget) {}
  Buffer(Buffer&& other) noexcept;
  Buffer& operator=(Buffer&& other) noexcept;
  ~Buffer() { budget_->release(bytes_.capacity()); }

  /// A promise of so many bytes is believed at once; of a larger one a quarter must have come.
  static constexpr std::uint64_t kBelieved = 64u << 20;
  /// So many bytes will come in all, it is said. Once that is believed there is room for all of them at one go, so that
  /// no block is moved into a larger one, when both would be there at once.
  void expect(std::uint64_t size) { expected_ = size; }
  /// Room for so many bytes in all. reserve(), append() and resize() fail as Budget::keep() does, and change nothing
  /// then.
  std::expected<void, Error> reserve(std::uint64_t size);
  std::expected<void, Error> append(std::span<const std::uint8_t> more);
  /// Makes it so many bytes, to be written to; those that are new are 0.
  std::expected<std::span<std::uint8_t>, Error> resize(std::uint64_t size);
  std::span<const std::uint8_t> bytes() const { return bytes_; }
  std::size_t size() const { return bytes_.size(); }
  void clear() { bytes_.clear(); }
  /// Hands the bytes over; from here on the budget does not count them.
  std::vector<std::uint8_t> take();

 private:
  Budget* budget_;
  std::vector<std::uint8_t> bytes_;
  std::uint64_t expected_ = 0;
};

/// Values that come one by one. Whoever pushes some into `values` asks for their room first.
template <typename T>
class CountedVector {
 public:
  explicit CountedVector(Budget& budget) : budget_(&budget) {}
  CountedVector(const CountedVector&) = delete;
  CountedVector& operator=(const CountedVector&) = delete;
  ~CountedVector() { budget_->release(counted_); }

  /// Room for `more` values behind those that are there; fails as Budget::keep() does, and changes nothing then.
  std::expected<void, Error> room(std::size_t more) {
    const std::size_t needed = values.size() + more;
    if (needed <= values.capacity()) return {};
    const std::size_t wanted = std::max(needed, values.capacity() + values.capacity() / 2);
    const std::uint64_t bytes = std::uint64_t{wanted} * sizeof(T);
    if (auto kept = budget_->keep(bytes); !kept) return kept;
    values.reserve(wanted);
    budget_->release(std::exchange(counted_, bytes));
    return {};
  }
  /// Hands the values over; from here on the budget does not count them.
  std::vector<T> take() {
    budget_->release(std::exchange(counted_, 0));
    return std::exchange(values, {});
  }

  std::vector<T> values;

 private:
  Budget* budget_;
  std::uint64_t counted_ = 0;
};

}  // namespace hourglass
