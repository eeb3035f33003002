// Colours that can be told from their ground, by WCAG's formula: text 4.5:1, the outline of a mark 3:1.
#include <gtest/gtest.h>

#include <map>

#include "studio/ui/markers.h"
#include "studio/ui/theme.h"

namespace hourglass {
namespace {

using Colors = std::map<std::string, ImU32>;

/// Windows' three contrast themes that differ most, as browsers tell their colours.
constexpr const char* kAquatic = "202020,ffffff,202020,ffffff,8ee3f0,263b50,a6a6a6,75e9fc";
constexpr const char* kDesert = "fffaef,3d3d3d,fffaef,202020,903909,fff5e3,676767,1c5e75";
/// One in which nothing can be told apart but canvas and text.
constexpr const char* kFlat = "000000,ffffff,ffffff,000000,010101,000000,020202,030303";

class Contrast : public ::testing::TestWithParam<int> {
 protected:
  static Theme theme_of(int which) {
    switch (which) {
      case 0: return make_theme(false, false);
      case 1: return make_theme(true, false);
      case 2: return make_theme(strong_colors(false), false);
      case 3: return make_theme(strong_colors(true), false);
      case 4: return make_theme(*forced_colors_of(kAquatic), false);
      case 5: return make_theme(*forced_colors_of(kDesert), false);
      default: return make_theme(*forced_colors_of(kFlat), false);
    }
  }
  Theme theme = theme_of(GetParam());
};

TEST(ContrastFormula, GivesTheKnownRatios) {
  EXPECT_NEAR(contrast(rgb(0xffffff), rgb(0x000000)), 21, 1e-3);
  EXPECT_NEAR(contrast(rgb(0x777777), rgb(0xffffff)), 4.48, 0.01);
  EXPECT_FLOAT_EQ(contrast(rgb(0x123456), rgb(0x123456)), 1);
}

TEST_P(Contrast, EveryTextColourIsReadOnEveryGroundThatItStandsOn) {
  const Theme& t = theme;
  const Colors texts = {{"text", t.text}, {"muted", t.muted},     {"faint", t.faint}, {"accent", t.accent},
                        {"good", t.good}, {"warning", t.warning}, {"bad", t.bad}};
  const Colors grounds = {{"page", t.page}, {"card", t.card}, {"sunken", t.sunken}, {"field", t.field}};
  for (const auto& [text, ink] : texts)
    for (const auto& [ground, paper] : grounds) EXPECT_GE(contrast(ink, paper), 4.5f) << text << " on " << ground;
  // What is hovered, held or chosen has a ground of its own.
  for (const ImU32 paper : {t.field_hover, t.field_active, t.accent_soft}) {
    EXPECT_GE(contrast(t.text, paper), 4.5f);
    EXPECT_GE(contrast(t.muted, paper), 4.5f);
  }
  EXPECT_GE(contrast(t.accent, t.accent_soft), 4.5f);
  EXPECT_GE(contrast(t.bad, t.bad_soft), 4.5f);
  EXPECT_GE(contrast(t.text, t.bad_soft), 4.5f);
  for (const ImU32 paper : {t.accent, t.accent_hover, t.accent_active}) EXPECT_GE(contrast(t.on_accent, paper), 4.5f);
}

TEST_P(Contrast, EveryClassIsSeenOnTheMapsGroundAndOnItsTiles) {
  for (unsigned label = 0; label < 10; ++label)
    for (const bool shaped : {false, true}) {
      const Marker marker = class_marker(theme, label, shaped);
      for (const ImU32 ground : {theme.sunken, theme.card, theme.field, tile_ground(theme)})
        EXPECT_GE(contrast(marker.edge, ground), 3.0f) << "class " << label;
    }
}

TEST_P(Contrast, CurvesAndLinesAreSeenInTheirChart) {
  for (const ImU32 line : {theme.chart_train, theme.chart_heldout, theme.chart_published, theme.focus})
    for (const ImU32 ground : {theme.sunken, theme.card}) EXPECT_GE(contrast(line, ground), 3.0f);
  for (unsigned pinned = 0; pinned < 10; ++pinned)
    for (const ImU32 ground : {theme.sunken, theme.card})
      EXPECT_GE(contrast(class_line(theme, pinned), ground), 3.0f) << "pinned run " << pinned;
}

TEST_P(Contrast, TheStateOfASwitchIsSeenWithoutAWord) {
  for (const ImU32 ground : {theme.page, theme.card, theme.sunken, theme.field})
    EXPECT_GE(contrast(theme.mark, ground), 3.0f);
}

std::string name_of_theme(const ::testing::TestParamInfo<int>& theme) {
  constexpr const char* kNames[] = {"Light", "Dark", "StrongLight", "StrongDark", "Aquatic", "Desert", "Flat"};
  return kNames[theme.param];
}

INSTANTIATE_TEST_SUITE_P(EveryTheme, Contrast, ::testing::Range(0, 7), name_of_theme);

TEST(ForcedColors, AreReadOnlyAsTheyAreTold) {
  ASSERT_TRUE(forced_colors_of(kAquatic));
  EXPECT_EQ(forced_colors_of(kAquatic)->highlight_text, rgb(0x263b50));
  EXPECT_TRUE(make_theme(*forced_colors_of(kAquatic), false).dark);
  EXPECT_FALSE(make_theme(*forced_colors_of(kDesert), false).dark);
  for (const char* wrong : {"", "more", "202020", "202020,ffffff,202020,ffffff,8ee3f0,263b50,a6a6a6,75e9f",
                            "202020,ffffff,202020,ffffff,8ee3f0,263b50,a6a6a6,75e9fc,",
                            "x02020,ffffff,202020,ffffff,8ee3f0,263b50,a6a6a6,75e9fc"})
    EXPECT_FALSE(forced_colors_of(wrong)) << wrong;
}

TEST(Markers, TenShapesAreTenDifferentOnesOfAboutOneArea) {
  const auto shapes = marker_shapes();
  ASSERT_EQ(shapes.size(), 10u);
  for (unsigned a = 0; a < 10; ++a) {
    const auto corners = marker_corners(a, {0, 0}, 1);
    float area = corners.empty() ? 3.14f : 0;
    for (std::size_t i = 0; i < corners.size(); ++i) {
      const ImVec2 p = corners[i], q = corners[(i + 1) % corners.size()];
      area += (p.x * q.y - q.x * p.y) / 2;
    }
    EXPECT_GT(area, 1.4f) << a;
    EXPECT_LT(area, 3.6f) << a;
    for (unsigned b = 0; b < a; ++b) EXPECT_NE(shapes[a].xy, shapes[b].xy) << a << " and " << b;
  }
  EXPECT_EQ(marker_corners(13, {0, 0}, 1).size(), marker_corners(3, {0, 0}, 1).size()) << "they begin anew";
}

}  // namespace
}  // namespace hourglass
