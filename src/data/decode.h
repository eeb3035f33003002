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

/// Reads any supported file: IDX, .npy, .npz, Parquet, CSV and other tables, pictures, tar and zip archives, each plain
/// or gzipped. One picture gives a set of one image without a label. A file of labels alone is an error here;
/// data/pair.h joins it with its images.
std::expected<ImageSet, Error> decode(std::span<const std::uint8_t> bytes, std::string_view name,
                                      const DecodeOptions& options = {});

}  // namespace hourglass
