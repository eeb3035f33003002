// From all faces to the set: families found, bad faces thrown out, duplicates dropped, as many images of each letter
// chosen as asked, and whole families held out.
#pragma once

#include <cstdint>
#include <vector>

#include "faces.h"

namespace hourglass::letters {

/// For each face the number of its family. Faces of one family name are one family, whatever the package; so are
/// families that share near-equal letters under different names.
std::vector<int> find_families(const std::vector<Face>& faces);

/// For each face, how many of its ten letters the five nearest images of other families agree with (the majority of
/// five, compared at 14x14).
std::vector<int> count_agreeing(const std::vector<Face>& faces, const std::vector<int>& families);

struct Choice {
  std::uint32_t face = 0;
  std::uint8_t letter = 0;
  bool held_out = false;
};

struct ChooseOptions {
  int each = 1000;               ///< images of each letter
  double held_out_share = 0.15;  ///< of the images, in whole families
  std::uint64_t seed = 1;
};

struct ChooseCounts {
  int drawn = 0, exact_duplicates = 0;
};

/// `each` images of each letter at random, no two of the whole set equal. Training images first, then held-out ones,
/// each part shuffled.
std::vector<Choice> choose(const std::vector<Face>& faces, const std::vector<int>& families,
                           const ChooseOptions& options, ChooseCounts& counts);

}  // namespace hourglass::letters
