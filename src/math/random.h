// The one source of randomness: xoshiro256** (Blackman & Vigna 2018) seeded by SplitMix64, with our own conversions,
// because the standard library's distributions differ from one library to the next and a seed must mean one start
// everywhere.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <span>

namespace hourglass {

class Random {
 public:
  /// `stream` makes independent generators of one seed: weights, shuffling and corruption each have their own.
  /// The state is four outputs of SplitMix64 started at (first output of SplitMix64 started at seed) xor stream.
  explicit Random(std::uint64_t seed, std::uint64_t stream = 0);

  std::uint64_t next() {
    const std::uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
    const std::uint64_t t = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= t;
    state_[3] = std::rotl(state_[3], 45);
    return result;
  }
  /// Uniform in [0, 1), 24 bits.
  float uniform() { return static_cast<float>(next() >> 40) * 0x1p-24f; }
  /// Uniform in [low, high).
  float uniform(float low, float high);
  /// Uniform in {0, ..., bound - 1}; bound must be positive. Lemire 2019, without bias.
  std::uint32_t below(std::uint32_t bound);
  /// Random bits, two words from each draw, its upper half first.
  void fill_bits(std::span<std::uint32_t> words);
  /// Standard normal, Box and Muller 1958, computed in double with our own operations' order.
  float normal();
  /// Standard normals, many at a time and at a tenth of the price: Box and Muller in single precision, so none is
  /// beyond 5.8 sigma. Another sequence than normal()'s; takes 16 draws for each 32 values or part of them.
  void fill_normal(std::span<float> values);
  /// Normal with standard deviation sigma, redrawn while beyond two sigma (as "truncated normal" is understood in the
  /// field).
  float truncated_normal(float sigma);
  /// Fisher-Yates.
  void shuffle(std::span<std::uint32_t> items);

  using State = std::array<std::uint64_t, 4>;
  State state() const { return state_; }
  void set_state(const State& state) { state_ = state; }

 private:
  State state_;
};

}  // namespace hourglass
