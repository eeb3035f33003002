#include "explore/fft.h"

#include <cassert>
#include <cmath>
#include <cstddef>
#include <cstring>
#include <numbers>
#include <utility>

#include "math/simd.h"

namespace hourglass {
namespace {

using simd::broadcast;
using simd::Floats;
using simd::kLanes;
using simd::load;
using simd::store;

static_assert(Fft::kColumns % kLanes == 0);

struct Complex {
  Floats re, im;
};

HOURGLASS_INLINE inline Complex operator+(Complex a, Complex b) { return {a.re + b.re, a.im + b.im}; }
HOURGLASS_INLINE inline Complex operator-(Complex a, Complex b) { return {a.re - b.re, a.im - b.im}; }
HOURGLASS_INLINE inline Complex times_minus_i(Complex a) { return {a.im, -a.re}; }
HOURGLASS_INLINE inline Complex times(Complex a, float re, float im) {
  return {a.re * broadcast(re) - a.im * broadcast(im), a.re * broadcast(im) + a.im * broadcast(re)};
}

template <int radix>
HOURGLASS_INLINE inline void butterfly(Complex (&x)[radix]) {
  if constexpr (radix == 2) {
    const Complex a = x[0];
    x[0] = a + x[1];
    x[1] = a - x[1];
  } else if constexpr (radix == 3) {
    constexpr float kHalfRoot3 = 0.866025404f;
    const Complex sum = x[1] + x[2], turned = times_minus_i(x[1] - x[2]);
    const Complex middle = {x[0].re - broadcast(0.5f) * sum.re, x[0].im - broadcast(0.5f) * sum.im};
    const Complex side = {broadcast(kHalfRoot3) * turned.re, broadcast(kHalfRoot3) * turned.im};
    x[0] = x[0] + sum;
    x[1] = middle + side;
    x[2] = middle - side;
  } else {
    const Complex even = x[0] + x[2], odd = x[1] + x[3];
    const Complex even_left = x[0] - x[2], odd_left = times_minus_i(x[1] - x[3]);
    x[0] = even + odd;
    x[1] = even_left + odd_left;
    x[2] = even - odd;
    x[3] = even_left - odd_left;
  }
}

/// One stage of Stockham's transform (decimation in frequency): of what lies `groups * stride` apart, radix values at a
/// time, from `in` to `out`. Padded: the second half of `in` is taken as zero. Cropped: that of `out` is not written.
template <int radix, bool padded, bool cropped>
void run_stage(int groups, int stride, const float* cosines, const float* sines, const float* in_re, const float* in_im,
               float* out_re, float* out_im) {
  const std::ptrdiff_t apart = static_cast<std::ptrdiff_t>(groups) * stride;
  for (int g = 0; g < groups; ++g) {
    const std::ptrdiff_t from = static_cast<std::ptrdiff_t>(g) * stride, to = from * radix;
    for (int s = 0; s < stride; s += kLanes) {
      Complex x[radix];
      for (int r = 0; r < (padded ? radix / 2 : radix); ++r)
        x[r] = {load(in_re + from + r * apart + s), load(in_im + from + r * apart + s)};
      for (int r = padded ? radix / 2 : radix; r < radix; ++r) x[r] = Complex{};
      butterfly<radix>(x);
      for (int r = 0; r < (cropped ? radix / 2 : radix); ++r) {
        const Complex y = r == 0 ? x[0] : times(x[r], cosines[g * (radix - 1) + r - 1], sines[g * (radix - 1) + r - 1]);
        store(out_re + to + static_cast<std::ptrdiff_t>(r) * stride + s, y.re);
        store(out_im + to + static_cast<std::ptrdiff_t>(r) * stride + s, y.im);
      }
    }
  }
}

template <bool padded, bool cropped>
constexpr auto stage_of(int radix) {
  return radix == 4   ? run_stage<4, padded, cropped>
         : radix == 3 ? run_stage<3, padded, cropped>
                      : run_stage<2, padded, cropped>;
}

}  // namespace

Fft::Fft(int length) : length_(length) {
  assert(length >= 1);
  int left = length, joined = 1;
  while (left > 1) {
    const int radix = left % 4 == 0 ? 4 : left % 2 == 0 ? 2 : 3;
    assert(left % radix == 0);
    const int groups = left / radix;
    stages_.push_back({radix, groups, joined * kColumns, cos_.size()});
    for (int g = 0; g < groups; ++g) {
      for (int r = 1; r < radix; ++r) {
        const double angle = -2 * std::numbers::pi * r * g / left;
        cos_.push_back(static_cast<float>(std::cos(angle)));
        sin_.push_back(static_cast<float>(std::sin(angle)));
      }
    }
    left = groups;
    joined *= radix;
  }
}

template <bool padded, bool cropped>
void Fft::transform(float* re, float* im, float* work) const {
  assert(length_ % 2 == 0 || (!padded && !cropped));
  const auto size = static_cast<std::size_t>(length_) * kColumns;
  float* in[2] = {re, im};
  float* out[2] = {work, work + size};
  for (const Stage& stage : stages_) {
    const float *cosines = cos_.data() + stage.twiddles, *sines = sin_.data() + stage.twiddles;
    // The factors 4 and 2 come first: where there is a 3, the last stage has no halves and writes all.
    const bool first = &stage == &stages_.front(), last = &stage == &stages_.back();
    const auto run = padded && first                       ? stage_of<true, false>(stage.radix)
                     : cropped && last && stage.radix != 3 ? stage_of<false, true>(stage.radix)
                                                           : stage_of<false, false>(stage.radix);
    run(stage.groups, stage.stride, cosines, sines, in[0], in[1], out[0], out[1]);
    std::swap(in[0], out[0]);
    std::swap(in[1], out[1]);
  }
  if (in[0] == re) return;
  std::memcpy(re, in[0], size * sizeof(float));
  std::memcpy(im, in[1], size * sizeof(float));
}

template void Fft::transform<false, false>(float*, float*, float*) const;
template void Fft::transform<true, false>(float*, float*, float*) const;
template void Fft::transform<false, true>(float*, float*, float*) const;

}  // namespace hourglass
