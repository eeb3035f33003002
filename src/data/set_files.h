// A set as files that other programs read: pairs of IDX files as MNIST's, or the arrays of an .npz as Keras's. Pixels
// and labels are those of the set itself, so that nothing is copied before it is written.
#pragma once

#include <cstdint>
#include <expected>
#include <span>
#include <string>
#include <vector>

#include "data/image_set.h"
#include "math/error.h"

namespace hourglass {

/// Bytes of a file, and behind them bytes that belong to somebody else.
struct FilePiece {
  std::vector<std::uint8_t> head;
  std::span<const std::uint8_t> body = {};
  std::uint64_t size() const { return head.size() + body.size(); }
};

struct SetFile {
  std::string name;  ///< "train-images-idx3-ubyte", "x_train.npy"
  FilePiece bytes;
};

/// Each part of the published split as a file of images and, where there are labels, one of labels: "train", "t10k"
/// and, where there are some, "validation"; a set without a split is all "train". IDX has no place for the names of
/// classes. They point into `set`.
std::vector<SetFile> set_as_idx(const ImageSet& set);
/// The same as NumPy's arrays of bytes: x_train (n, 28, 28), y_train (n), x_test, y_test, x_val, y_val, and, where
/// there are labels, class_names (k), of which each has 200 letters at most.
std::vector<SetFile> set_as_arrays(const ImageSet& set);

/// The names of all files that set_as_idx can write.
std::vector<std::string> idx_file_names();

/// Files as one zip archive of stored entries, to be written one piece after the other; an .npz where they are arrays.
/// The same files give the same bytes. An error when it would be 4 GB or larger.
std::expected<std::vector<FilePiece>, Error> as_zip(std::vector<SetFile> files);
/// Bytes of all pieces together.
std::uint64_t size_of(std::span<const FilePiece> pieces);
/// The pieces as one file in memory.
std::vector<std::uint8_t> joined_pieces(std::span<const FilePiece> pieces);

}  // namespace hourglass
