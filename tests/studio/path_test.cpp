#include "studio/latent/path_model.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <vector>

#include "studio/latent/manifold.h"

namespace hourglass {
namespace {

TEST(Path, IsAStraightLineFromAToBWithBothEnds) {
  const std::vector<float> a = {0, 10}, b = {4, -10};
  EXPECT_EQ(path_at(a, b, 0), a);
  EXPECT_EQ(path_at(a, b, 0.25), (std::vector<float>{1, 5}));
  EXPECT_EQ(path_at(a, b, 1), b);
}

TEST(Path, TheMorphGoesThereAndBackWithoutAJump) {
  EXPECT_EQ(morph_at(0), 0);
  EXPECT_NEAR(morph_at(2.4), 1, 1e-9) << "it rests at B";
  EXPECT_NEAR(morph_at(5.6), 0, 1e-9);
  double before = morph_at(0);
  for (double t = 0; t < 12; t += 1 / 60.0) {
    const double now = morph_at(t);
    ASSERT_LT(std::abs(now - before), 0.03) << t;
    ASSERT_GE(now, 0);
    ASSERT_LE(now, 1);
    before = now;
  }
}

TEST(Path, AClassesMiddleIsOneOfItsOwnCodes) {
  // A ring: its mean is where none of it is.
  std::vector<float> codes;
  std::vector<std::uint8_t> labels;
  for (int i = 0; i < 100; ++i) {
    const float angle = 0.0628f * static_cast<float>(i);
    codes.insert(codes.end(), {3 * std::cos(angle), 3 * std::sin(angle), 50, 50});
    labels.insert(labels.end(), {7, 2});
  }
  const auto middle = class_middle(codes, 2, labels, 7);
  ASSERT_EQ(middle.size(), 2u);
  EXPECT_NEAR(std::hypot(middle[0], middle[1]), 3, 1e-4);
  EXPECT_EQ(class_middle(codes, 2, labels, 2), (std::vector<float>{50, 50}));
  EXPECT_TRUE(class_middle(codes, 2, labels, 5).empty());
  EXPECT_TRUE(class_middle({}, 2, {}, 0).empty());
}

TEST(Manifold, CellsCoverWhatIsSeenAndAreSquareOnTheScreen) {
  const PlaneBox seen = {-1.3f, -0.7f, 2.1f, 1.9f};
  const PlanePoint unit = {0.004f, 0.006f};
  const ManifoldCells cells = manifold_cells(seen, unit, 40);
  EXPECT_LE(cells.box.x0, seen.x0);
  EXPECT_LE(cells.box.y0, seen.y0);
  EXPECT_GE(cells.box.x1, seen.x1);
  EXPECT_GE(cells.box.y1, seen.y1);
  const float wide = cells.box.width() / static_cast<float>(cells.columns) / unit.x;
  const float high = cells.box.height() / static_cast<float>(cells.rows) / unit.y;
  EXPECT_NEAR(wide, high, 0.01);
  EXPECT_GT(wide, 28);
  EXPECT_LT(wide, 57);
}

TEST(Manifold, PanningLeavesSharedCellsWithTheVerySameCodes) {
  const CodePlane plane = plane_for(2);
  const PlanePoint unit = {0.0137f, 0.0137f};
  auto codes_of = [&](float shift) {
    const auto codes = manifold_codes(manifold_cells({-3 + shift, -2, 4 + shift, 3}, unit, 40), plane);
    std::set<std::pair<float, float>> out;
    for (std::size_t i = 0; i < codes.size(); i += 2) out.insert({codes[i], codes[i + 1]});
    return out;
  };
  const auto before = codes_of(0), after = codes_of(1.234f);
  int shared = 0;
  for (const auto& c : after) shared += static_cast<int>(before.count(c));
  EXPECT_GT(shared, static_cast<int>(before.size()) * 7 / 10);
}

TEST(Manifold, CellsThatWouldBeTooManyAreNone) {
  EXPECT_EQ(manifold_cells({-1, -1, 1, 1}, {1e-6f, 1e-6f}, 40).columns, 0);
  EXPECT_EQ(manifold_cells({-1, -1, 1, 1}, {0, 0}, 40).columns, 0);
}

TEST(Manifold, TilesFarFromAllCodesFade) {
  const ManifoldCells cells = manifold_cells({0, 0, 10, 10}, {0.025f, 0.025f}, 40);  // cells of one unit
  ASSERT_EQ(cells.columns, 10);
  const std::vector<float> xy = {2.5f, 7.5f, 900, 900, -1.5f, 0.5f};  // one inside, one far off, one just outside
  const auto presence = manifold_presence(cells, xy, 0.1f);
  ASSERT_EQ(presence.size(), 100u);
  auto at = [&](int column, int row_from_top) {
    return presence[static_cast<std::size_t>(row_from_top * 10 + column)];
  };
  EXPECT_EQ(at(2, 2), 1);
  EXPECT_EQ(at(3, 2), 1) << "neighbours are whole";
  EXPECT_LT(at(4, 2), 1);
  EXPECT_GT(at(4, 2), 0.1f);
  EXPECT_NEAR(at(8, 5), 0.1f, 1e-6);
  EXPECT_GT(at(0, 9), 0.1f) << "a code just outside the view counts";
}

TEST(Manifold, ALineHasItsCodesInTheMiddleOfEqualParts) {
  EXPECT_EQ(line_codes(0, 8, 4), (std::vector<float>{1, 3, 5, 7}));
}

}  // namespace
}  // namespace hourglass
