// How tests read a picture's file with the decoder of its kind.
#pragma once

#include <gtest/gtest.h>

#include <expected>

#include "data/picture.h"
#include "math/error.h"

namespace hourglass::made {

/// The picture, or an empty one after a failed expectation.
inline Picture shown(const std::expected<Picture, Error>& picture) {
  EXPECT_TRUE(picture) << picture.error().message.english();
  return picture.value_or(Picture{});
}

}  // namespace hourglass::made
