#include "math/random.h"

#include <cassert>
#include <cmath>
#include <numbers>
#include <utility>

// This file is compiled with -ffp-contract=off: a fused multiply-add would change last bits from machine to machine.
// For the same reason log and cos are written out here: the libraries' differ between glibc, musl and others.

namespace hourglass {
namespace {

/// Steele, Lea & Flood 2014 as given by Vigna: one step of the counter, one output.
std::uint64_t split_mix(std::uint64_t& counter) {
  counter += 0x9e3779b97f4a7c15u;
  std::uint64_t z = counter;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

/// Natural logarithm of a normal positive x: x = m 2^e with m in [sqrt 1/2, sqrt 2), ln m = 2 artanh((m-1)/(m+1)).
/// |s| < 0.1716, so the first term left out, s^23 / 23, is below 2^-60 of the sum.
double plain_log(double x) {
  const auto bits = std::bit_cast<std::uint64_t>(x);
  int exponent = static_cast<int>(bits >> 52) - 1023;
  double m = std::bit_cast<double>((bits & 0x000fffffffffffffu) | 0x3ff0000000000000u);
  if (m > std::numbers::sqrt2) {
    m *= 0.5;
    ++exponent;
  }
  const double s = (m - 1.0) / (m + 1.0);
  const double z = s * s;
  double sum = 1.0 / 21;
  for (const double c : {1.0 / 19, 1.0 / 17, 1.0 / 15, 1.0 / 13, 1.0 / 11, 1.0 / 9, 1.0 / 7, 1.0 / 5, 1.0 / 3}) {
    sum = sum * z + c;
  }
  return exponent * std::numbers::ln2 + 2.0 * (s + s * z * sum);
}

/// cos of 2 pi turn, turn in [0, 1): whole quarters are taken off exactly, the rest (at most pi/4) is Taylor's.
double plain_cos(double turn) {
  const double quarters = turn * 4.0;
  const int quadrant = static_cast<int>(quarters + 0.5);
  const double x = (quarters - quadrant) * (std::numbers::pi / 2);
  const double z = x * x;
  double even = 1.0 / 20922789888000, odd = 1.0 / 355687428096000;
  for (const double c :
       {-1.0 / 87178291200, 1.0 / 479001600, -1.0 / 3628800, 1.0 / 40320, -1.0 / 720, 1.0 / 24, -1.0 / 2, 1.0}) {
    even = even * z + c;
  }
  for (const double c :
       {-1.0 / 1307674368000, 1.0 / 6227020800, -1.0 / 39916800, 1.0 / 362880, -1.0 / 5040, 1.0 / 120, -1.0 / 6, 1.0}) {
    odd = odd * z + c;
  }
  odd *= x;
  switch (quadrant & 3) {
    case 0: return even;
    case 1: return -odd;
    case 2: return -even;
    default: return odd;
  }
}

}  // namespace

Random::Random(std::uint64_t seed, std::uint64_t stream) {
  std::uint64_t counter = seed;
  counter = split_mix(counter) ^ stream;
  for (std::uint64_t& word : state_) word = split_mix(counter);
}

float Random::uniform(float low, float high) {
  const float value = low + (high - low) * uniform();
  return value < high ? value : std::nextafter(high, low);
}

std::uint32_t Random::below(std::uint32_t bound) {
  assert(bound > 0);
  std::uint64_t product = (next() >> 32) * bound;
  if (static_cast<std::uint32_t>(product) < bound) {
    const std::uint32_t threshold = (0u - bound) % bound;
    while (static_cast<std::uint32_t>(product) < threshold) product = (next() >> 32) * bound;
  }
  return static_cast<std::uint32_t>(product >> 32);
}

float Random::normal() {
  // The logarithm's argument is in (0, 1], never 0.
  const double u = static_cast<double>((next() >> 11) + 1) * 0x1p-53;
  const double v = static_cast<double>(next() >> 11) * 0x1p-53;
  return static_cast<float>(std::sqrt(-2.0 * plain_log(u)) * plain_cos(v));
}

float Random::truncated_normal(float sigma) {
  float value = normal();
  while (std::abs(value) > 2.0f) value = normal();
  return sigma * value;
}

void Random::shuffle(std::span<std::uint32_t> items) {
  for (std::size_t i = items.size(); i > 1; --i) {
    std::swap(items[i - 1], items[below(static_cast<std::uint32_t>(i))]);
  }
}

}  // namespace hourglass
