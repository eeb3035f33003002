// Parts: the arrays and sets that the files of one load turned out to hold, and how they are put together: images with
// their labels, train with test. Apart from the codecs, which know nothing of each other.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <vector>

#include "data/classes.h"
#include "data/image_set.h"
#include "data/options.h"
#include "data/pair.h"
#include "math/error.h"

namespace hourglass {

struct Part {
  /// Where several forms of the same set stand in one archive, the one with the higher rank is taken.
  enum class Kind { csv, arrays, npy, idx, pictures };  ///< arrays: of one file, by their names
  std::string name;  ///< with archive and folders: "archive.zip/train-images-idx3-ubyte"
  Kind kind = Kind::idx;
  SplitRole role = SplitRole::none;
  bool labels_only = false;
  ImageSet images;  ///< perhaps labelled already; of labels_only the classes' names, where they have some
  std::vector<std::uint8_t> labels;  ///< labels_only
};

/// "train" and the like in the last part of the path, or in the folders above it.
SplitRole role_in_path(std::string_view path);
/// What is left of a file's name without role, kind and endings: the same for images and labels of one set
/// ("emnist-balanced").
std::string set_key(std::string_view path);

/// Errors: counts that disagree, labels without images among images, labels for other images.
std::expected<Loaded, Error> put_together(std::vector<Part> parts, const DecodeOptions& options);

}  // namespace hourglass
