// Fft: the discrete Fourier transform of many columns at once. Columns lie side by side, so that each step of the
// transform is the same arithmetic on neighbouring floats and needs no shuffling between lanes.
#pragma once

#include <cstddef>
#include <vector>

namespace hourglass {

class Fft {
 public:
  /// Columns that are transformed together.
  static constexpr int kColumns = 16;

  /// `length` may have the prime factors 2 and 3 alone.
  explicit Fft(int length);

  int length() const { return length_; }

  /// X[k] = sum over n of x[n] exp(-2 pi i k n / length), of complex columns (length, kColumns): `re` and `im` in
  /// place, `work` of twice (length, kColumns) floats. With re and im exchanged it is the inverse, length times as
  /// large.
  void transform(float* re, float* im, float* work) const { transform<false, false>(re, im, work); }
  /// The same where the second half of the columns is zero, which is not read. For even lengths.
  void transform_padded(float* re, float* im, float* work) const { transform<true, false>(re, im, work); }
  /// The same where only the first half of the result is wanted; the second is left undefined. For even lengths.
  void transform_cropped(float* re, float* im, float* work) const { transform<false, true>(re, im, work); }

 private:
  struct Stage {
    int radix = 0;
    int groups = 0;  ///< transforms that this stage joins into one
    int stride = 0;  ///< length of those that are joined, times kColumns
    std::size_t twiddles = 0;
  };
  template <bool padded, bool cropped>
  void transform(float* re, float* im, float* work) const;

  int length_;
  std::vector<Stage> stages_;
  std::vector<float> cos_, sin_;  ///< of each stage in turn, (groups, radix - 1)
};

}  // namespace hourglass
