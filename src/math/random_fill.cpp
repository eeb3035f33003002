#include <algorithm>
#include <array>
#include <cmath>

#include "math/random.h"
#include "math/simd.h"

// Like random.cpp compiled with -ffp-contract=off, and for the same reason written with plain products and sums:
// relaxed multiply-adds would make noise differ between builds. Fits by mpmath's chebyfit.

namespace hourglass {
namespace {

using simd::broadcast;
using simd::Floats;
using simd::Ints;

constexpr int kDraws = 16;
static_assert(kDraws % simd::kLanes == 0);

/// ln x for x in (0, 1], all of it normal: see simd::log, whose madd may round once or twice.
HOURGLASS_INLINE inline Floats plain_log(Floats x) {
  const Ints bits = reinterpret_cast<Ints>(x);
  const Ints exponent = (bits - 0x3f3504f3) >> 23;
  const Floats m = reinterpret_cast<Floats>(bits - (exponent << 23));
  const Floats n = __builtin_convertvector(exponent, Floats);
  const Floats s = (m - 1.0f) / (m + 1.0f);
  const Floats z = s * s;
  const Floats l = (0.29580986f * z + 0.39988758f) * z + 0.66666685f;
  return n * 0.693147181f + (2.0f * s + s * z * l);
}

HOURGLASS_INLINE inline Floats square_root(Floats x) {
#ifdef __wasm_simd128__
  return static_cast<Floats>(wasm_f32x4_sqrt(static_cast<v128_t>(x)));
#else
  Floats root;
  for (int i = 0; i < simd::kLanes; ++i) root[i] = std::sqrt(x[i]);
  return root;
#endif
}

struct Pair {
  Floats cos, sin;
};

/// Of 2 pi turn, turn in [-1/2, 1/2): the nearest quarter is taken off exactly, a polynomial does the rest.
HOURGLASS_INLINE inline Pair plain_sincos(Floats turn) {
  const Floats shifted = 4.0f * turn + 12582912.0f;
  const Ints quadrant = reinterpret_cast<Ints>(shifted);
  const Floats r = 4.0f * turn - (shifted - 12582912.0f);
  const Floats z = r * r;
  const Floats sin = ((-0.00460211762f * z + 0.0796802078f) * z - 0.645963477f) * z + 1.57079632f;
  const Floats cos = (((0.000903621861f * z - 0.0208600668f) * z + 0.253669203f) * z - 1.23370054f) * z + 1.0f;
  const Ints odd = -(quadrant & 1);
  const Floats along = simd::select(odd, sin * r, cos), across = simd::select(odd, cos, sin * r);
  // cos is negative in quadrants 1 and 2, sin in 2 and 3: bit 1 of quadrant + 1 and of quadrant, moved to the sign.
  const Ints cos_sign = ((quadrant + 1) & 2) << 30, sin_sign = (quadrant & 2) << 30;
  return {reinterpret_cast<Floats>(reinterpret_cast<Ints>(along) ^ cos_sign),
          reinterpret_cast<Floats>(reinterpret_cast<Ints>(across) ^ sin_sign)};
}

}  // namespace

void Random::fill_bits(std::span<std::uint32_t> words) {
  std::size_t i = 0;
  for (; i + 2 <= words.size(); i += 2) {
    const std::uint64_t bits = next();
    words[i] = static_cast<std::uint32_t>(bits >> 32);
    words[i + 1] = static_cast<std::uint32_t>(bits);
  }
  if (i < words.size()) words[i] = static_cast<std::uint32_t>(next() >> 32);
}

void Random::fill_normal(std::span<float> values) {
  while (!values.empty()) {
    std::array<std::int32_t, kDraws> lengths, turns;
    for (int i = 0; i < kDraws; ++i) {
      const std::uint64_t bits = next();
      lengths[i] = static_cast<std::int32_t>(bits >> 40) + 1;
      turns[i] = static_cast<std::int32_t>(bits) >> 8;
    }
    std::array<float, 2 * kDraws> block;
    for (int i = 0; i < kDraws; i += simd::kLanes) {
      Ints length, turn;
      std::memcpy(&length, &lengths[i], sizeof length);
      std::memcpy(&turn, &turns[i], sizeof turn);
      const Floats u = __builtin_convertvector(length, Floats) * 0x1p-24f;
      const Pair direction = plain_sincos(__builtin_convertvector(turn, Floats) * 0x1p-24f);
      const Floats radius = square_root(-2.0f * plain_log(u));
      simd::store(&block[i], radius * direction.cos);
      simd::store(&block[i + kDraws], radius * direction.sin);
    }
    const std::size_t count = std::min(values.size(), block.size());
    std::copy_n(block.begin(), count, values.begin());
    values = values.subspan(count);
  }
}

}  // namespace hourglass
