// How tests read a table: whole and in pieces of 1, 7 and 64 bytes, which must not matter.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <expected>
#include <string>

#include "data/budget.h"
#include "data/image_set.h"
#include "data/in_pieces.h"
#include "data/made_files.h"
#include "math/error.h"

namespace hourglass::made {

template <class Reader>
std::expected<ImageSet, Error> read_in_pieces(const std::string& text, std::size_t piece) {
  Budget budget{Limits{}};
  Reader reader("t.txt", budget);
  return fed_in_pieces(reader, bytes_of(text), piece);
}

/// The set, or an empty one after a failed expectation.
template <class Reader>
ImageSet table(const std::string& text) {
  const auto whole = read_in_pieces<Reader>(text, std::max<std::size_t>(text.size(), 1));
  EXPECT_TRUE(whole) << whole.error().message.english();
  if (!whole) return {};
  for (const std::size_t piece : {1, 7, 64}) {
    const auto set = read_in_pieces<Reader>(text, piece);
    EXPECT_TRUE(set) << piece << ": " << set.error().message.english();
    if (!set) return {};
    EXPECT_EQ(set->pixels, whole->pixels) << piece;
    EXPECT_EQ(set->labels, whole->labels) << piece;
    EXPECT_EQ(set->class_names, whole->class_names) << piece;
    EXPECT_EQ(set->notes, whole->notes) << piece;
  }
  return *whole;
}

/// What the person is told.
template <class Reader>
std::string table_refusal(const std::string& text) {
  const auto whole = read_in_pieces<Reader>(text, std::max<std::size_t>(text.size(), 1));
  if (whole) return "(accepted " + std::to_string(whole->size()) + " images)";
  const std::string message = whole.error().message.english();
  for (const std::size_t piece : {1, 7, 64}) {
    const auto set = read_in_pieces<Reader>(text, piece);
    EXPECT_EQ(set ? "(accepted)" : set.error().message.english(), message) << piece;
  }
  return message;
}

}  // namespace hourglass::made
