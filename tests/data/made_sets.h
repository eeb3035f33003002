// Loads of several files, made for tests of how they become one set: their names and what they hold.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "data/made_files.h"
#include "data/read_sets.h"

namespace hourglass::made {

inline std::vector<Entry> in_folder_of(const std::string& folder, std::vector<Entry> entries) {
  for (Entry& entry : entries) entry.path = folder + entry.path;
  return entries;
}
inline std::vector<Entry> operator+(std::vector<Entry> a, const std::vector<Entry>& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}
/// Images that none of images(n) has, so that a part is no copy of another.
inline ImageSet others(std::size_t count, int classes = 10) {
  ImageSet set = images(count, classes);
  for (std::size_t n = 0; n < count; ++n) set.pixels[n * kImagePixels + 27] = 255;
  return set;
}
inline std::vector<Entry> idx_files(const ImageSet& train, const ImageSet& test, const std::string& name = "") {
  const std::string held_out = name.empty() ? "t10k" : "test";
  return {{name + "train-images-idx3-ubyte", idx_images(train)},
          {name + "train-labels-idx1-ubyte", idx_labels(train)},
          {name + held_out + "-images-idx3-ubyte", idx_images(test)},
          {name + held_out + "-labels-idx1-ubyte", idx_labels(test)}};
}
inline std::vector<Entry> arrays(const ImageSet& train, const ImageSet& test) {
  return {{"x_train.npy", npy_images(train)},
          {"y_train.npy", npy_labels(train)},
          {"x_test.npy", npy_images(test)},
          {"y_test.npy", npy_labels(test)}};
}
inline void expect_twelve_and_four(const ImageSet& set) {
  EXPECT_EQ(set.size(), 16u);
  EXPECT_EQ(set.published.train, (IndexRange{0, 12}));
  EXPECT_EQ(set.published.validation.size(), 0u);
  EXPECT_EQ(set.published.held_out, (IndexRange{12, 16}));
  ASSERT_EQ(set.labels.size(), 16u);
}

}  // namespace hourglass::made
