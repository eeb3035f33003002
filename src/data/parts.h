// Parts: the arrays and sets that the files of one load turned out to hold, and how they are put together: images with
// their labels, train with test. Apart from the codecs, which know nothing of each other.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string>
#include <vector>

#include "data/image_set.h"
#include "data/options.h"
#include "data/pair.h"
#include "data/split_roles.h"
#include "math/error.h"

namespace hourglass {

struct Part {
  /// Where several forms of the same set stand in one archive, the one with the higher rank is taken.
  enum class Kind { csv, arrays, npy, idx, pictures };  ///< arrays: of one file, by their names
  std::string name;          ///< with archive and folders: "archive.zip/train-images-idx3-ubyte"
  std::size_t array_at = 0;  ///< where in the name the array's own begins, in a file of several; else 0
  Kind kind = Kind::idx;
  SplitRole role = SplitRole::none;
  bool labels_only = false;
  bool names_only = false;  ///< images.class_names, which name the numbers of the other parts' labels
  ImageSet images;          ///< perhaps labelled already; of labels_only the classes' names, where they have some
  std::vector<std::uint8_t> labels;  ///< labels_only
};

/// Class names of names_only are taken where they name every label, and let be otherwise.
/// Errors: counts that disagree, labels without images among images, labels for other images,
/// several sets. What came twice is read once; that and all else that was decided is told in the set's notes.
std::expected<Loaded, Error> put_together(std::vector<Part> parts, const DecodeOptions& options);

}  // namespace hourglass
