// What a file is, told by its first bytes; and a word for what it is instead, when it is nothing that can be read here.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "text/sentence.h"

namespace hourglass {

enum class Format {
  gzip,
  xz,
  tar,
  zip,
  idx,
  npy,
  pickle,
  matlab,
  parquet,
  json,
  arff,
  libsvm,
  csv,
  picture,
  picture_table,
  unknown
};

/// So many bytes decide (a tar header is one block), but where comments come before a table.
inline constexpr std::size_t kDetectBytes = 512, kMostDetectBytes = 64 * 1024;
/// How many bytes decide of a file that begins so: behind the comments ("#") that numpy.savetxt and others write before
/// a table as many as else from the beginning, at most kMostDetectBytes. More than `start` where that is not known yet.
std::size_t bytes_that_decide(std::span<const std::uint8_t> start);

/// `start`: the first bytes, as many as decide, or the whole file when it is shorter.
Format detect(std::span<const std::uint8_t> start);

/// Tables of images, which one of the TableReaders reads.
constexpr bool is_table(Format format) {
  return format == Format::json || format == Format::arff || format == Format::libsvm || format == Format::csv;
}

inline constexpr Key kTextOfNoKind = "a text that is no table of images";

/// "a PDF document", "a web page (perhaps the page about the file was saved instead of the file)", "empty"...; or
/// empty.
Sentence describe_unknown(std::span<const std::uint8_t> start);

}  // namespace hourglass
