// exp, expm1, log, sigmoid and tanh on several floats at once, with what is known of their errors. Apart from the
// activations so that losses and optimizers can use them inside their own loops.
//
// Errors, measured against double over the whole range (tests/math/vector_math_test.cpp holds the bounds), in units in
// the last place of the float result: exp 1.5, expm1 2, log 2, sigmoid 3 (above -87), tanh 4, whether madd rounds once
// or twice. NaN gives NaN. The polynomials are Chebyshev fits, made with mpmath's chebyfit on the intervals stated.
#pragma once

#include <limits>

#include "math/simd.h"

namespace hourglass::simd {

/// x < limit ? limit : x; NaN stays.
HOURGLASS_INLINE inline Floats at_least(float limit, Floats x) {
#ifdef __wasm_simd128__
  return static_cast<Floats>(wasm_f32x4_pmax(static_cast<v128_t>(x), static_cast<v128_t>(broadcast(limit))));
#else
  return x < broadcast(limit) ? broadcast(limit) : x;
#endif
}

/// limit < x ? limit : x; NaN stays.
HOURGLASS_INLINE inline Floats at_most(float limit, Floats x) {
#ifdef __wasm_simd128__
  return static_cast<Floats>(wasm_f32x4_pmin(static_cast<v128_t>(x), static_cast<v128_t>(broadcast(limit))));
#else
  return broadcast(limit) < x ? broadcast(limit) : x;
#endif
}

/// The nearest integer, for |x| < 2^22: adding 1.5 * 2^23 leaves no room for a fraction.
HOURGLASS_INLINE inline Floats nearest(Floats x) {
  const Floats shift = broadcast(12582912.0f);
  return (x + shift) - shift;
}

/// x = n ln 2 + r with |r| <= 0.347 (Cody & Waite 1980: the first part of n ln 2 has few bits, so that it is exact).
struct Reduced {
  Floats n, r;
};

HOURGLASS_INLINE inline Reduced reduce(Floats x) {
  const Floats n = nearest(x * broadcast(1.44269504f));
  const Floats r = madd(n, broadcast(-0.693359375f), x);
  return {n, madd(n, broadcast(2.12194440e-4f), r)};
}

/// 2^n for an integer n in -126..127.
HOURGLASS_INLINE inline Floats power_of_two(Floats n) {
  const Floats biased = n + broadcast(12582912.0f + 127.0f);
  return reinterpret_cast<Floats>(reinterpret_cast<Ints>(biased) << 23);
}

/// e^r - 1 for |r| <= 0.347.
HOURGLASS_INLINE inline Floats expm1_near_zero(Floats r) {
  Floats q = broadcast(0.00139262508f);
  q = madd(q, r, broadcast(0.00836323288f));
  q = madd(q, r, broadcast(0.0416665542f));
  q = madd(q, r, broadcast(0.166665767f));
  q = madd(q, r, broadcast(0.5f));
  return madd(r * r, q, r);
}

/// Infinity above 88.7228; through the denormals to 0 below -87.3365.
HOURGLASS_INLINE inline Floats exp(Floats x) {
  const Reduced y = reduce(at_most(90.0f, at_least(-110.0f, x)));
  const Floats p = broadcast(1.0f) + expm1_near_zero(y.r);
  // In two factors: 2^n alone would leave the range of exponents before the result does.
  const Floats half = nearest(y.n * broadcast(0.5f));
  return p * power_of_two(half) * power_of_two(y.n - half);
}

/// e^x - 1 for x <= 0 (and up to 0.34).
HOURGLASS_INLINE inline Floats expm1_of_negative(Floats x) {
  const Reduced y = reduce(at_least(-25.0f, x));
  const Floats scale = power_of_two(y.n);
  return madd(scale, expm1_near_zero(y.r), scale - broadcast(1.0f));
}

/// 1 / (1 + e^-x), from e^-|x| so that both tails keep their relative precision. Below -87 the value there, 1.6e-38.
HOURGLASS_INLINE inline Floats sigmoid(Floats x) {
  const Reduced y = reduce(at_least(-87.0f, -absolute(x)));
  const Floats z = power_of_two(y.n) * (broadcast(1.0f) + expm1_near_zero(y.r));
  const Floats upper = broadcast(1.0f) / (broadcast(1.0f) + z);
  return select(x < Floats{}, z * upper, upper);
}

/// With t = e^(-2|x|) - 1: tanh |x| = -t / (2 + t).
HOURGLASS_INLINE inline Floats tanh(Floats x) {
  const Floats t = expm1_of_negative(broadcast(-2.0f) * absolute(x));
  return copy_sign(t / (broadcast(2.0f) + t), x);
}

/// x where positive, e^x - 1 elsewhere.
HOURGLASS_INLINE inline Floats elu(Floats x) { return select(x > Floats{}, x, expm1_of_negative(x)); }

/// Natural logarithm of the larger of x and the smallest normal float (so -87.34 for 0, which keeps losses finite).
/// With m in [sqrt 1/2, sqrt 2) and s = (m-1)/(m+1): ln m = 2s + s^3 L(s^2).
HOURGLASS_INLINE inline Floats log(Floats x) {
  const Floats positive = at_least(std::numeric_limits<float>::min(), x);
  const Ints bits = reinterpret_cast<Ints>(positive);
  // Shifting the exponent's border from 1 to sqrt 1/2 puts m into its interval.
  const Ints border = broadcast_int(0x3f3504f3);
  const Ints exponent = (bits - border) >> 23;
  const Floats m = reinterpret_cast<Floats>(bits - (exponent << 23));
  const Floats n = __builtin_convertvector(exponent, Floats);
  const Floats s = (m - broadcast(1.0f)) / (m + broadcast(1.0f));
  const Floats z = s * s;
  Floats l = broadcast(0.29580986f);
  l = madd(l, z, broadcast(0.39988758f));
  l = madd(l, z, broadcast(0.66666685f));
  const Floats tail = madd(s * z, l, n * broadcast(-2.12194440e-4f));
  const Floats result = madd(n, broadcast(0.693359375f), madd(broadcast(2.0f), s, tail));
  return select(x < broadcast(std::numeric_limits<float>::infinity()), result, x);
}

}  // namespace hourglass::simd
