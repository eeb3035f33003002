// A date as a person reads it.
#include "text/dates.h"

#include <gtest/gtest.h>

#include "text/language.h"

namespace hourglass {
namespace {

TEST(Dates, AreSaidWithTheirMonthAndTheYearAsItIs) {
  EXPECT_EQ(date_in_words("2026-03-31").english(), "31 March 2026");
  EXPECT_EQ(date_in_words("0999-12-01").english(), "1 December 0999");
}

TEST(Dates, HaveTheirOrderFromTheLanguage) {
  const auto other = Language::read("xx", R"({"texts": {"{0} May {1}": "{1}. 5. {0}."}})");
  ASSERT_TRUE(other);
  EXPECT_EQ(other->render(date_in_words("2026-05-07")), "2026. 5. 7.");
}

TEST(Dates, WhatIsNoDateIsSaidAsItIs) {
  for (const char* text : {"", "today", "2026-13-01", "2026-00-01", "2026-01-32", "2026-1-1", "2026/01/01",
                           "2026-01-0x", "2026-01-1 ", "x026-01-01", "2026--1-01", "2026-01--1"})
    EXPECT_EQ(date_in_words(text).english(), text);
}

}  // namespace
}  // namespace hourglass
