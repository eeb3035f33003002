#include "explore/leading_axes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include "heaps.h"
#include "math/thread_pool.h"

namespace hourglass {
namespace {

TEST(LeadingAxes, AreThePrincipalAxes) {
  ImageSet set;
  Random random(6);
  for (int i = 0; i < 400; ++i) {
    const float a = random.normal(), b = random.normal();
    for (int p = 0; p < kImagePixels; ++p) {
      const float wave =
          40 * a * std::sin(0.05f * static_cast<float>(p)) + 15 * b * std::cos(0.11f * static_cast<float>(p));
      set.pixels.push_back(static_cast<std::uint8_t>(std::clamp(128 + wave + random.uniform(-3, 3), 0.0f, 255.0f)));
    }
  }
  std::vector<std::uint32_t> indices(400);
  std::iota(indices.begin(), indices.end(), 0u);
  ThreadPool pool(2);
  LeadingAxes axes(set, indices, &pool);
  while (!axes.work(kAlways)) continue;
  Matrix rows(400, kImagePixels);
  for (Index i = 0; i < rows.size(); ++i)
    rows.data()[i] = static_cast<float>(set.pixels[static_cast<std::size_t>(i)]) / 255;
  const Pca exact = fit_pca(view(std::as_const(rows)), 2);
  for (std::size_t c = 0; c < 2; ++c) EXPECT_NEAR(axes.axes().variances[c] / exact.variances[c], 1, 1e-3);
  const Matrix there = axes.take();
  EXPECT_NEAR(there.col(0).squaredNorm() / 400, exact.variances[0], 1e-2 * exact.variances[0]);
  EXPECT_LT((axes.axes().axes.topRows(2) - exact.axes).cwiseAbs().maxCoeff(), 0.01f);
}

}  // namespace
}  // namespace hourglass
