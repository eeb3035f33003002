// IDX, the format of MNIST's own files: 00 00, element type, number of dimensions, the dimensions as big-endian 32-bit
// numbers, the values row by row (http://yann.lecun.com/exdb/mnist/, "the IDX file format").
#pragma once

#include <cstdint>
#include <expected>
#include <span>
#include <string_view>
#include <vector>

#include "data/image_set.h"
#include "data/tensor.h"
#include "math/error.h"

namespace hourglass {

/// True when the bytes begin as an IDX file does.
bool looks_like_idx(std::span<const std::uint8_t> bytes);

/// How long an IDX file that begins so says that it is, in bytes; 0 where that cannot be told.
std::uint64_t promised_by_idx(std::span<const std::uint8_t> start);

/// Reads plain (not gzipped) IDX. The tensor points into `bytes`. Errors: truncated, an unknown element type,
/// dimensions that overflow or disagree with the length. Zeros and line ends behind the numbers are let be.
std::expected<TensorView, Error> decode_idx(std::span<const std::uint8_t> bytes, std::string_view name);

/// What stands in an IDX file before the (count, 28, 28) pixels, and before the count labels.
std::vector<std::uint8_t> idx_images_head(std::size_t count);
std::vector<std::uint8_t> idx_labels_head(std::size_t count);

/// (count, 28, 28) bytes as an IDX file.
std::vector<std::uint8_t> encode_idx_images(const ImageSet& set);
/// The labels as an IDX file.
std::vector<std::uint8_t> encode_idx_labels(const ImageSet& set);

}  // namespace hourglass
