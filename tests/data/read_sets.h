// How tests read whole files: the set that they become, or what the person is told.
#pragma once

#include <gtest/gtest.h>

#include <expected>
#include <string>
#include <vector>

#include "data/made_files.h"
#include "data/pair.h"

namespace hourglass::made {

inline std::expected<ImageSet, Error> read_files(const std::vector<Entry>& files, const DecodeOptions& options = {}) {
  std::vector<NamedBytes> named;
  for (const Entry& file : files) named.push_back({file.path, file.bytes});
  return decode_files(named, options);
}

/// The set, or an empty one after a failed expectation.
inline ImageSet set_of(const std::vector<Entry>& files, const DecodeOptions& options = {}) {
  auto set = read_files(files, options);
  EXPECT_TRUE(set) << set.error().message.english();
  return set ? *std::move(set) : ImageSet{};
}
inline ImageSet set_of(const Bytes& bytes, const std::string& name, const DecodeOptions& options = {}) {
  return set_of({{name, bytes}}, options);
}

/// What the person is told.
inline std::string refused(const std::vector<Entry>& files, const DecodeOptions& options = {}) {
  const auto set = read_files(files, options);
  return set ? "(accepted " + std::to_string(set->size()) + " images)" : set.error().message.english();
}
inline std::string refused(const Bytes& bytes, const std::string& name, const DecodeOptions& options = {}) {
  return refused({{name, bytes}}, options);
}

/// Images and labels are those of `wanted`, in its order.
inline void expect_set(const ImageSet& set, const ImageSet& wanted, const std::string& what = "") {
  ASSERT_EQ(set.size(), wanted.size()) << what;
  EXPECT_TRUE(set.pixels == wanted.pixels) << what;
  EXPECT_TRUE(set.labels == wanted.labels) << what;
}
inline void expect_set(const std::expected<ImageSet, Error>& set, const ImageSet& wanted,
                       const std::string& what = "") {
  ASSERT_TRUE(set) << what << ": " << set.error().message.english();
  expect_set(*set, wanted, what);
}

}  // namespace hourglass::made
