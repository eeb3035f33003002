// Arrays that stand beside a file's images and labels and are neither: who wrote each digit, what its code was. They
// are left out by their names, which is known only when all of a load is: labels that cannot be used are worth a reason
// where there are no others.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "data/parts.h"
#include "text/sentence.h"

namespace hourglass {

struct OddArray {
  std::string path;             ///< with its file and the archives around it
  bool perhaps_labels = false;  ///< it has a shape that labels could have
  Sentence why = {};            ///< it is none
};

/// What an array is called: "writers" of "emnist.mat/dataset/train/writers" and of "emnist.npz/writers.npy".
std::string_view array_name(std::string_view path);
/// "a", "b" and "c", in quotes; of many the first eight and how many more there are.
Sentence names_of_arrays(const std::vector<std::string>& names);

/// Of a load that has images: what to tell of the odd arrays. Labels that go by the name of one of them are no labels
/// either, and are taken out of `parts` (the test images' writers may be few enough to be classes).
std::vector<Sentence> leave_out_odd_arrays(const std::vector<OddArray>& odd, std::vector<Part>& parts);

}  // namespace hourglass
