// What must hold whatever bytes came in: a set that is whole, or a sentence. A fuzzer that finds otherwise stops here.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <expected>
#include <span>
#include <string>

#include "data/array_images.h"
#include "data/array_labels.h"
#include "data/budget.h"
#include "data/image_set.h"
#include "data/incoming_array.h"
#include "data/options.h"
#include "data/tensor.h"
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

/// Gives the reader all but the first byte, which says in what pieces; false where it has refused.
template <typename Reader>
bool feed_in_pieces(Reader& reader, std::span<const std::uint8_t> bytes) {
  const std::size_t piece = 1 + std::size_t{bytes.front()};
  for (auto rest = bytes.subspan(1); !rest.empty(); rest = rest.subspan(std::min(piece, rest.size()))) {
    if (const auto fed = reader.feed(rest.first(std::min(piece, rest.size()))); !fed) {
      check(fed.error());
      return false;
    }
  }
  return true;
}

/// A reader of tables.
template <typename Reader>
void read_table(std::span<const std::uint8_t> bytes) {
  if (bytes.empty()) return;
  Budget budget(options().limits);
  Reader reader("fuzzed", budget);
  if (!feed_in_pieces(reader, bytes)) return;
  const auto set = reader.finish();
  if (!set) return check(set.error());
  check_part(*set);
}

/// An array of a file, taken for images and for labels.
inline void check_array(const TensorView& tensor) {
  const auto images = images_from_tensor(tensor, "fuzzed", options());
  if (!images) check(images.error());
  if (images) check_part(*images);
  for (const ImageAxis axis : {ImageAxis::first, ImageAxis::last}) {
    DecodeOptions said = options();
    said.axis = axis;
    const auto read = images_from_tensor(tensor, "fuzzed", said);
    if (!read) check(read.error());
    if (read) check_part(*read);
  }
  const auto labels = labels_from_tensor(tensor, "fuzzed");
  if (!labels) check(labels.error());
}

/// A reader of files of several arrays.
template <typename Reader>
void read_arrays(std::span<const std::uint8_t> bytes) {
  if (bytes.empty()) return;
  Budget budget(options().limits);
  Reader reader("fuzzed", budget);
  if (!feed_in_pieces(reader, bytes)) return;
  const auto arrays = reader.finish();
  if (!arrays) return check(arrays.error());
  for (const NamedArray& array : *arrays) check_array(array.view());
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
