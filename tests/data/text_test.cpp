#include "data/text.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace hourglass {
namespace {

std::string quoted_name(std::string_view name) { return say("{0}", in_quotes(name)).english(); }

TEST(Text, MakesAnyNameSafeToShow) {
  EXPECT_EQ(quoted_name("a.png"), "\"a.png\"");
  EXPECT_EQ(quoted_name(std::string("a\n\0b\x7F", 5)), "\"a??b?\"");
  EXPECT_EQ(quoted_name("\xC3\xA9\xE3\x81\x82\xF0\x9F\x98\x80"), "\"\xC3\xA9\xE3\x81\x82\xF0\x9F\x98\x80\"");
  EXPECT_EQ(quoted_name("\xC0\xAF\xED\xA0\x80\xF5"), "\"??????\"");
  EXPECT_EQ(quoted_name(""), "\"?\"");
  const std::string long_name = "folder/" + std::string(300, 'x') + "/end.png";
  EXPECT_EQ(quoted_name(long_name).size(), 82u);
  EXPECT_EQ(printable(printable(long_name)), printable(long_name));
  EXPECT_TRUE(quoted_name(long_name).ends_with("/end.png\""));
}

TEST(Text, OrdersNamesAsPeopleDo) {
  std::vector<std::string> names = {"10", "9", "a10", "B", "a9", "1", "A", "01", ""};
  std::sort(names.begin(), names.end(), natural_less);
  EXPECT_EQ(names, (std::vector<std::string>{"", "01", "1", "9", "10", "A", "B", "a9", "a10"}));
}

TEST(Text, TakesNamesApart) {
  EXPECT_EQ(last_part("a/b\\c.png"), "c.png");
  EXPECT_EQ(last_part("a/b/"), "b");
  EXPECT_EQ(stem("x/notMNIST_small.tar.gz"), "notMNIST_small");
  EXPECT_EQ(stem(".hidden"), ".hidden");
}

}  // namespace
}  // namespace hourglass
