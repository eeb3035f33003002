#include "data/options_json.h"

#include <gtest/gtest.h>

namespace hourglass {
namespace {

TEST(DecodeOptionsText, ComesBackAsItWasWritten) {
  DecodeOptions options;
  options.images = 77;
  options.balanced = false;
  options.drop_duplicates = true;
  options.orientation = Orientation::transposed;
  options.label = LabelColumn::last;
  options.axis = ImageAxis::last;
  options.array = "faces/right";
  options.seed = 1ull << 60;
  const auto read = parse_decode_options(write_decode_options(options));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->images, 77u);
  EXPECT_FALSE(read->balanced);
  EXPECT_TRUE(read->drop_duplicates);
  EXPECT_FALSE(read->drop_blank);
  EXPECT_EQ(read->orientation, Orientation::transposed);
  EXPECT_EQ(read->label, LabelColumn::last);
  EXPECT_EQ(read->axis, ImageAxis::last);
  EXPECT_EQ(read->array, "faces/right");
  EXPECT_EQ(read->seed, 1ull << 60);
  EXPECT_EQ(parse_decode_options("")->images, 0u);
}

TEST(DecodeOptionsText, WrongTypesAreRefused) {
  for (const char* text :
       {"[]", "{", R"({"images": -1})", R"({"images": 1.5})", R"({"images": "many"})", R"({"balanced": 1})",
        R"({"orientation": "sideways"})", R"({"label": "middle"})", R"({"axis": "both"})", R"({"array": 3})"}) {
    EXPECT_FALSE(parse_decode_options(text)) << text;
  }
}

}  // namespace
}  // namespace hourglass
