// What a person may ask of a loader, and the limits that keep a hostile or mistaken file from taking the machine down.
// Apart from decode.h so that codecs do not include the front door.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace hourglass {

struct Limits {
  /// All that comes out of archives and gzip streams, kept or not, less the pictures that were made images.
  std::uint64_t unpacked_bytes = 2ull << 30;
  std::uint64_t kept_bytes = 1ull << 30;  ///< held in memory at any one time for one load
  std::uint32_t images = 2'000'000;
  std::uint32_t picture_side = 4096;  ///< of a picture among the images
};

/// EMNIST stores its images transposed; `automatic` turns them when the file's name says EMNIST.
enum class Orientation { automatic, as_stored, transposed };

/// Of rows of pixels with a label that no name tells.
enum class LabelColumn { automatic, first, last };

/// Of arrays of images, which of the dimensions is the number of images: NumPy's programs put it first, MATLAB's last.
enum class ImageAxis { automatic, first, last };

/// DecodeOptions::array where all arrays of a file are to be taken. Nobody calls an array so.
inline constexpr std::string_view kAllArrays = "*";

struct DecodeOptions {
  std::size_t images = 0;        ///< keep at most so many, drawn at random with `seed`; 0: all
  bool balanced = true;          ///< with `images`: as many of each class as there are
  bool drop_duplicates = false;  ///< exact ones; the first stays
  bool drop_blank = false;       ///< images whose pixels are all equal
  bool invert = false;           ///< for sets printed dark on light
  Orientation orientation = Orientation::automatic;
  LabelColumn label = LabelColumn::automatic;
  ImageAxis axis = ImageAxis::automatic;
  /// Of files of several arrays of images the one to take, as its file calls it; kAllArrays, or empty: as it seems.
  std::string array = {};
  std::uint64_t seed = 1;
  Limits limits = {};
};

struct NamedBytes {
  std::string name;  ///< with its folder path when a folder was dropped: "notMNIST_small/A/abc.png"
  std::span<const std::uint8_t> bytes;
};

}  // namespace hourglass
