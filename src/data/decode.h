// The front door: a file's bytes in, images or one sentence out. Which codec reads them is decided by content, never by
// the name; the name gives hints only (EMNIST's orientation, Fashion-MNIST's class names, "train" and "test").
// For large files and for work in slices see data/load.h.
#pragma once

#include <cstdint>
#include <expected>
#include <span>
#include <string_view>

#include "data/image_set.h"
#include "data/options.h"
#include "math/error.h"

namespace hourglass {

/// Reads any supported file, plain or gzipped: IDX, .npy, pickles and MATLAB's files, Parquet, tables (CSV, ARFF,
/// libsvm, JSON), pictures, and tar or zip archives (so .npz) of these. One picture gives a set of one image without a
/// label. Errors: of no kind that is known, damaged or cut off, no images, more than `options.limits` allow, and labels
/// alone, which data/pair.h joins with their images. `name` is for sentences and for the hints above.
std::expected<ImageSet, Error> decode(std::span<const std::uint8_t> bytes, std::string_view name,
                                      const DecodeOptions& options = {});

}  // namespace hourglass
