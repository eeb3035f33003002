// What a person may ask of a loader, and the limits that keep a hostile or mistaken file from taking the machine down.
// Apart from decode.h so that codecs do not include the front door.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace hourglass {

struct Limits {
  std::uint64_t unpacked_bytes = 2ull << 30;  ///< all that comes out of an archive or gzip stream, kept or not
  std::uint64_t kept_bytes = 1ull << 30;      ///< held in memory at any one time for one load
  std::uint32_t images = 2'000'000;
  std::uint32_t picture_side = 4096;  ///< of a picture among the images
};

/// EMNIST stores its images transposed; `automatic` turns them when the file's name says EMNIST.
enum class Orientation { automatic, as_stored, transposed };

/// Of rows of pixels with a label that no name tells.
enum class LabelColumn { automatic, first, last };

struct DecodeOptions {
  std::size_t images = 0;        ///< keep at most so many, drawn at random with `seed`; 0: all
  bool balanced = true;          ///< with `images`: as many of each class as there are
  bool drop_duplicates = false;  ///< exact ones; the first stays
  bool drop_blank = false;       ///< images whose pixels are all equal
  bool invert = false;           ///< for sets printed dark on light
  Orientation orientation = Orientation::automatic;
  LabelColumn label = LabelColumn::automatic;
  std::uint64_t seed = 1;
  Limits limits = {};
};

struct NamedBytes {
  std::string name;  ///< with its folder path when a folder was dropped: "notMNIST_small/A/abc.png"
  std::span<const std::uint8_t> bytes;
};

}  // namespace hourglass
