// What must hold whatever bytes came in: a set that is whole, or a sentence. A fuzzer that finds otherwise stops here.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <expected>
#include <span>
#include <string>

#include "data/image_set.h"
#include "data/options.h"
#include "data/text.h"
#include "math/error.h"

namespace hourglass::fuzz {

inline void require(bool holds) {
  if (!holds) std::abort();
}

/// Small enough that a bomb ends within the fuzzer's patience.
inline DecodeOptions options() {
  DecodeOptions chosen;
  chosen.limits.unpacked_bytes = 8 << 20;
  chosen.limits.kept_bytes = 16 << 20;
  chosen.limits.images = 5000;
  chosen.limits.picture_side = 256;
  return chosen;
}

inline void check(const Error& error) {
  require(!error.message.empty() && error.message.english().back() == '.');
  require(printable(error.message.english(), 1 << 20) == error.message.english());
}

inline void check(const ImageSet& set) {
  require(set.size() > 0 && set.pixels.size() % kImagePixels == 0);
  require(set.labels.empty() || set.labels.size() == set.size());
  for (std::uint8_t label : set.labels) require(label < set.class_names.size());
  for (const IndexRange& range : {set.published.train, set.published.validation, set.published.held_out}) {
    require(range.begin <= range.end && range.end <= set.size());
  }
  for (const std::string& name : set.class_names) require(printable(name) == name);
  for (const Sentence& note : set.notes) require(printable(note.english(), 1 << 20) == note.english());
}

/// Of one codec: numbered classes are named where the parts are put together.
inline void check_part(ImageSet set) {
  if (set.class_names.empty()) set.class_names.resize(64, "x");
  check(set);
}

template <typename T>
void check(const std::expected<T, Error>& result) {
  if (result) {
    check(*result);
  } else {
    check(result.error());
  }
}

}  // namespace hourglass::fuzz
