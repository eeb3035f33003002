// Several files that make one set: images and labels, train and test, a folder's pictures. Picked together, or one
// after the other; matched by their counts and by "train", "test", "t10k" and "val" in their names.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "data/image_set.h"
#include "data/options.h"
#include "math/error.h"

namespace hourglass {

/// A file that held labels and no images.
struct LabelList {
  std::string name;
  std::vector<std::uint8_t> labels;
  std::vector<std::string> class_names;
};

/// What a file, or several, turned out to be.
using Loaded = std::variant<ImageSet, LabelList>;

/// All files as one set. Separate train and test files give `published`. Four IDX files of MNIST give 70,000 images
/// with validation [0, 5000), train [5000, 60000), held-out [60000, 70000), as TensorFlow's tutorials divide them.
std::expected<Loaded, Error> load_files(std::span<const NamedBytes> files, const DecodeOptions& options = {});

/// As load_files, where labels without images are an error.
std::expected<ImageSet, Error> decode_files(std::span<const NamedBytes> files, const DecodeOptions& options = {});

/// Gives an unlabelled set its labels; an error that names both counts when they differ.
std::expected<ImageSet, Error> attach_labels(ImageSet images, LabelList labels);

/// Remembers the half that came first when images and labels are picked one after the other.
class Pairing {
 public:
  struct Outcome {
    std::optional<ImageSet> set;  ///< ready to use: images, with their labels if these have come
    Sentence waiting_for;         ///< a sentence for the person when one half is missing; else empty
  };
  /// Images without labels are usable at once (`set`) and wait for labels; labels alone only wait. Labels that do not
  /// fit the waiting images are an error, and the images go on waiting.
  std::expected<Outcome, Error> offer(Loaded loaded);

 private:
  std::optional<ImageSet> images_;
  std::optional<LabelList> labels_;
};

}  // namespace hourglass
