// Whether the parts of one load are one set: copies are left out, several sets are refused by their names, files that
// are a class each are named by what differs between them. Apart from parts.h, which puts together what is one set.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "data/parts.h"
#include "math/error.h"
#include "text/sentence.h"

namespace hourglass {

/// The file that holds the part, with the archives and folders around it: "a.zip/mnist.npz" of "a.zip/mnist.npz/x.npy".
std::string_view file_of(const Part& part);

/// What was left out, so that labels without images are understood.
struct LeftOut {
  std::vector<std::string> files;  ///< by their paths
  std::set<Part::Kind> kinds;      ///< of images
};

/// Of a set that came twice, or in two forms, one copy stays: images with labels before those without, then by kind.
/// Equal are images of equal pixels and labels of equal numbers that have the same role (or one of them none). Images
/// without labels, alike but in files of other names, may be two classes and stay.
void leave_out_copies(std::vector<Part>& parts, LeftOut& left_out, std::vector<Sentence>& notes);

/// The names of the sets that the files belong to, one where they are all of one. Files belong together that have the
/// same set_key but for numbers, or keys of which one has all words of the other while they share no role.
std::set<std::string> sets_among(const std::vector<std::string_view>& files);
/// The sentence that refuses them. `within`: an archive, or a folder, or empty when the files were chosen.
std::unexpected<Error> several_sets(const std::set<std::string>& sets, std::string_view within);
/// Errors: IDX files whose names tell several sets ("emnist-digits", "emnist-letters"), whatever they hold.
std::expected<void, Error> be_named_alike(const std::vector<Part>& parts);
/// Errors: parts of several sets. Where names differ that may yet be one set, a note says which files were joined.
std::expected<void, Error> be_of_one_set(const std::vector<Part>& parts, std::vector<Sentence>& notes);

/// Where images without labels came in several files or arrays whose names tell classes, gives them labels; false where
/// they do not. Classes, where no name says "train" or "test", or where the same classes are in each of these.
bool take_as_classes(std::vector<Part>& parts, std::vector<Sentence>& notes);
/// Whether take_as_classes would.
bool are_classes(const std::vector<Part>& parts);

/// What people called the set: what its files' names share, less "train", "images" and the like; else the archive or
/// folder, else the first file.
std::string title_of(const std::vector<Part>& parts);

}  // namespace hourglass
