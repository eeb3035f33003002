#include "data/text.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace hourglass {
namespace {

TEST(Text, WritesNumbersAndSizesForPeople) {
  EXPECT_EQ(with_commas(0), "0");
  EXPECT_EQ(with_commas(999), "999");
  EXPECT_EQ(with_commas(18726), "18,726");
  EXPECT_EQ(with_commas(1234567890), "1,234,567,890");
  EXPECT_EQ(readable_size(1), "1 byte");
  EXPECT_EQ(readable_size(512), "512 bytes");
  EXPECT_EQ(readable_size(2'141'145), "2.1 MB");
  EXPECT_EQ(readable_size(240'123'456), "240 MB");
  EXPECT_EQ(readable_size(2ull << 30), "2.1 GB");
  EXPECT_EQ(counted(1, "class", "classes"), "1 class");
  EXPECT_EQ(counted(2, "class", "classes"), "2 classes");
}

TEST(Text, MakesAnyNameSafeToShow) {
  EXPECT_EQ(in_quotes("a.png"), "\"a.png\"");
  EXPECT_EQ(in_quotes(std::string("a\n\0b\x7F", 5)), "\"a??b?\"");
  EXPECT_EQ(in_quotes("\xC3\xA9\xE3\x81\x82\xF0\x9F\x98\x80"), "\"\xC3\xA9\xE3\x81\x82\xF0\x9F\x98\x80\"");
  EXPECT_EQ(in_quotes("\xC0\xAF\xED\xA0\x80\xF5"), "\"??????\"");
  EXPECT_EQ(in_quotes(""), "\"?\"");
  const std::string long_name = "folder/" + std::string(300, 'x') + "/end.png";
  EXPECT_EQ(in_quotes(long_name).size(), 82u);
  EXPECT_EQ(printable(printable(long_name)), printable(long_name));
  EXPECT_TRUE(in_quotes(long_name).ends_with("/end.png\""));
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
