#include "training/history_json.h"

#include <gtest/gtest.h>

#include <cmath>

namespace hourglass {
namespace {

TEST(HistoryText, IsReadBackAsItWas) {
  History history;
  for (int i = 0; i < 30; ++i) {
    HistoryPoint point;
    point.epoch = i < 10 ? i / 10.0 : i - 9;
    point.step = 430LL * i;
    point.train_loss = 52.71234567890123 / (i + 1);
    point.train_sse = 1e-300 * i;
    point.heldout_sse = 1e20 + i;
    point.heldout_rmse = 0.1 * i;
    point.learning_rate = static_cast<double>(0.001f);
    point.seconds = 1e-7 * i;
    point.images_per_second = 123456.789;
    history.push_back(point);
  }
  const std::string text = history_text(history);
  const auto back = history_from_json(nlohmann::json::parse(text));
  ASSERT_TRUE(back);
  ASSERT_EQ(back->size(), history.size());
  for (std::size_t i = 0; i < history.size(); ++i) EXPECT_EQ(point_to_json((*back)[i]), point_to_json(history[i]));
  EXPECT_EQ(nlohmann::json::parse(text)[0], point_to_json(history[0])) << "the same names";
  EXPECT_EQ(history_text({}), "[]");
}

TEST(HistoryText, WhatIsNoNumberIsNone) {
  HistoryPoint point;
  point.train_loss = std::nan("");
  EXPECT_NE(history_text({point}).find("\"train_loss\":null"), std::string::npos);
}

}  // namespace
}  // namespace hourglass
