// A few floats at once: the one vocabulary in which every fast kernel is written, so that baseline WebAssembly, relaxed
// WebAssembly and native builds share one source. kLanes is chosen by what the compiler may use; nothing dispatches at
// run time. Apart from the kernels so that only this file knows of instruction sets.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <utility>

#ifdef __wasm_simd128__
#include <wasm_simd128.h>
#endif

/// For lambdas and helpers whose arrays must end in registers.
#define HOURGLASS_INLINE __attribute__((always_inline))

/// Keeps the compiler from unrolling the loop that follows. WebAssembly engines spill accumulators when an unrolled
/// body reaches them with its loads gathered in front; measured, an inner loop of one step runs at twice the speed.
#ifdef __clang__
#define HOURGLASS_ROLLED _Pragma("clang loop unroll(disable) vectorize(disable)")
#else
#define HOURGLASS_ROLLED _Pragma("GCC unroll 1")
#endif

namespace hourglass::simd {

#if defined(__AVX512F__)
inline constexpr int kLanes = 16;
#elif defined(__AVX2__)
inline constexpr int kLanes = 8;
#else
inline constexpr int kLanes = 4;
#endif

using Floats = float __attribute__((vector_size(4 * kLanes)));
using Ints = std::int32_t __attribute__((vector_size(4 * kLanes)));

/// True where `madd` rounds once. Relaxed WebAssembly may round once or twice, as the machine does.
#if defined(__FMA__) || (defined(__aarch64__) && !defined(__wasm__))
inline constexpr bool kFused = true;
#else
inline constexpr bool kFused = false;
#endif

HOURGLASS_INLINE inline Floats load(const float* p) {
  Floats v;
  std::memcpy(&v, p, sizeof v);
  return v;
}

HOURGLASS_INLINE inline void store(float* p, Floats v) { std::memcpy(p, &v, sizeof v); }

HOURGLASS_INLINE inline Floats broadcast(float x) {
#ifdef __wasm_simd128__
  return static_cast<Floats>(wasm_f32x4_splat(x));
#else
  return x - Floats{};
#endif
}

HOURGLASS_INLINE inline Floats broadcast(const float* p) {
#ifdef __wasm_simd128__
  return static_cast<Floats>(wasm_v128_load32_splat(p));
#else
  return broadcast(*p);
#endif
}

HOURGLASS_INLINE inline Ints broadcast_int(std::int32_t x) { return x - Ints{}; }

/// a * b + c.
HOURGLASS_INLINE inline Floats madd(Floats a, Floats b, Floats c) {
#if defined(__wasm_relaxed_simd__)
  return static_cast<Floats>(
      wasm_f32x4_relaxed_madd(static_cast<v128_t>(a), static_cast<v128_t>(b), static_cast<v128_t>(c)));
#else
  return a * b + c;
#endif
}

/// Lane by lane `yes` where the mask's bits are all one, `no` where they are all zero.
HOURGLASS_INLINE inline Floats select(Ints mask, Floats yes, Floats no) {
#if defined(__wasm_relaxed_simd__)
  return static_cast<Floats>(
      wasm_i32x4_relaxed_laneselect(static_cast<v128_t>(yes), static_cast<v128_t>(no), static_cast<v128_t>(mask)));
#else
  return mask ? yes : no;
#endif
}

HOURGLASS_INLINE inline Floats absolute(Floats x) {
  return reinterpret_cast<Floats>(reinterpret_cast<Ints>(x) & 0x7fffffff);
}

/// |size| with the sign of `sign`.
HOURGLASS_INLINE inline Floats copy_sign(Floats size, Floats sign) {
  const Ints bits = reinterpret_cast<Ints>(size) & 0x7fffffff;
  return reinterpret_cast<Floats>(bits | (reinterpret_cast<Ints>(sign) & ~0x7fffffff));
}

/// x < 0 ? 0 : x, so that what is not a number stays visible.
HOURGLASS_INLINE inline Floats positive_part(Floats x) {
#ifdef __wasm_simd128__
  return static_cast<Floats>(wasm_f32x4_pmax(static_cast<v128_t>(x), static_cast<v128_t>(Floats{})));
#else
  return x < Floats{} ? Floats{} : x;
#endif
}

/// Whether any of the mask's bits is one.
HOURGLASS_INLINE inline bool any(Ints mask) {
#ifdef __wasm_simd128__
  return wasm_v128_any_true(static_cast<v128_t>(mask));
#else
  std::uint64_t parts[kLanes / 2], all = 0;
  std::memcpy(parts, &mask, sizeof mask);
  for (const std::uint64_t part : parts) all |= part;
  return all != 0;
#endif
}

HOURGLASS_INLINE inline float sum(Floats v) {
  float lanes[kLanes];
  store(lanes, v);
  for (int half = kLanes / 2; half > 0; half /= 2) {
    for (int i = 0; i < half; ++i) lanes[i] += lanes[i + half];
  }
  return lanes[0];
}

/// Of the pairs at `pairs`, those that `which` says, kLanes of them: first[l] = pairs[2 which[l]] and second[l] the
/// float after it. One load fetches both.
template <class Index>
HOURGLASS_INLINE inline void gather_pairs(const float* pairs, const Index* which, Floats& first, Floats& second) {
#ifdef __wasm_simd128__
  const auto at = [&](int lane) HOURGLASS_INLINE { return pairs + 2 * std::size_t{which[lane]}; };
  const v128_t low = wasm_v128_load64_lane(at(1), wasm_v128_load64_zero(at(0)), 1);
  const v128_t high = wasm_v128_load64_lane(at(3), wasm_v128_load64_zero(at(2)), 1);
  first = static_cast<Floats>(wasm_i32x4_shuffle(low, high, 0, 2, 4, 6));
  second = static_cast<Floats>(wasm_i32x4_shuffle(low, high, 1, 3, 5, 7));
#else
  using Halves = std::uint64_t __attribute__((vector_size(4 * kLanes)));
  Halves low, high;
  for (int lane = 0; lane < kLanes / 2; ++lane) {
    std::uint64_t pair[2];
    std::memcpy(&pair[0], pairs + 2 * std::size_t{which[lane]}, 8);
    std::memcpy(&pair[1], pairs + 2 * std::size_t{which[lane + kLanes / 2]}, 8);
    low[lane] = pair[0], high[lane] = pair[1];
  }
  [&]<int... i>(std::integer_sequence<int, i...>) HOURGLASS_INLINE {
    first = __builtin_shufflevector(reinterpret_cast<Floats>(low), reinterpret_cast<Floats>(high), 2 * i...);
    second = __builtin_shufflevector(reinterpret_cast<Floats>(low), reinterpret_cast<Floats>(high), 2 * i + 1 ...);
  }
  (std::make_integer_sequence<int, kLanes>{});
#endif
}

/// The first `count` floats at p, the other lanes zero.
HOURGLASS_INLINE inline Floats load_part(const float* p, std::size_t count) {
  float lanes[kLanes] = {};
  for (std::size_t i = 0; i < count; ++i) lanes[i] = p[i];
  return load(lanes);
}

HOURGLASS_INLINE inline void store_part(float* p, Floats v, std::size_t count) {
  float lanes[kLanes];
  store(lanes, v);
  for (std::size_t i = 0; i < count; ++i) p[i] = lanes[i];
}

/// f(0), ..., f(n - 1), each with a constant index.
template <int n, class F>
HOURGLASS_INLINE inline void each(const F& f) {
  [&]<int... i>(std::integer_sequence<int, i...>) HOURGLASS_INLINE { (f(std::integral_constant<int, i>{}), ...); }
  (std::make_integer_sequence<int, n>{});
}

}  // namespace hourglass::simd
