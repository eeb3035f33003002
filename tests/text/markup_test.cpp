#include "text/markup.h"

#include <gtest/gtest.h>

#include <limits>
#include <string_view>

#include "text/characters.h"

namespace hourglass {
namespace {

TEST(Markup, EscapesMarkupAndReplacesWhatIsNoText) {
  EXPECT_EQ(escaped_markup("a<b>&\"'"), "a&lt;b&gt;&amp;&quot;&#39;");
  EXPECT_EQ(escaped_markup(std::string_view("\0\x1b\x7f\xff", 4)), "\ufffd\ufffd\ufffd\ufffd");
  EXPECT_EQ(escaped_markup("caf\u00e9\n\t\U0001f600"), "caf\u00e9\n\t\U0001f600");
  EXPECT_EQ(escaped_markup("\xc0\xbc"), "\ufffd\ufffd") << "an overlong < is none";
}

TEST(Markup, NumbersOfPicturesAreShortAndNeverMissing) {
  EXPECT_EQ(markup_number(12.5), "12.5");
  EXPECT_EQ(markup_number(-0.001), "0");
  EXPECT_EQ(markup_number(std::numeric_limits<double>::quiet_NaN()), "0");
  EXPECT_EQ(markup_number(1e300), "0");
}

TEST(Characters, AreCutOffWithAnEllipsisWhereThereAreMore) {
  EXPECT_EQ(shortened("caf\u00e9s", 4), "caf\u00e9\u2026");
  EXPECT_EQ(shortened("caf\u00e9", 4), "caf\u00e9");
}

}  // namespace
}  // namespace hourglass
