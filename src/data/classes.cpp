#include "data/classes.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <utility>

#include "data/text.h"

namespace hourglass {
namespace {

std::vector<std::string> characters(std::string_view text) {
  std::vector<std::string> names;
  for (char c : text) names.emplace_back(1, c);
  return names;
}

constexpr std::string_view kDigits = "0123456789";
constexpr std::string_view kCapitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

// Of EMNIST Balanced and By_Merge (Cohen et al. 2017): small letters that look like their capitals are merged with
// them.
constexpr std::string_view kMergedSmall = "abdefghnqrt";

std::vector<std::string> emnist_names(std::string_view file_name, int classes) {
  if (contains_word(file_name, "letters")) return characters(kCapitals);
  if (classes <= 10) return characters(kDigits);
  if (contains_word(file_name, "byclass") || classes > 47) {
    return characters(std::string(kDigits) + std::string(kCapitals) + lower(kCapitals));
  }
  return characters(std::string(kDigits) + std::string(kCapitals) + std::string(kMergedSmall));
}

// Mean pixel of each letter in notMNIST, A to J: a set of ten classes that has these means is notMNIST or its like.
// MNIST's digits lie between 0.08 and 0.17.
constexpr std::array<double, 10> kNotMnistMeans = {.37, .51, .36, .45, .44, .38, .41, .44, .55, .35};

/// `first`: the label of the first class.
bool looks_like_notmnist(const ImageSet& set, std::size_t first) {
  std::array<double, 10> sums{};
  std::array<std::uint64_t, 10> counts{};
  for (std::size_t i = 0; i < set.size(); ++i) {
    const std::size_t label = set.labels[i];
    if (label < first || label - first >= 10) return false;
    std::uint64_t sum = 0;
    for (std::uint8_t pixel : set.image(i)) sum += pixel;
    sums[label - first] += static_cast<double>(sum) / (255.0 * kImagePixels);
    ++counts[label - first];
  }
  for (int c = 0; c < 10; ++c) {
    if (counts[c] < 20 || std::abs(sums[c] / static_cast<double>(counts[c]) - kNotMnistMeans[c]) > 0.05) return false;
  }
  return true;
}

bool named_svhn(std::string_view file_name) {
  return contains_word(file_name, "svhn") || contains_word(file_name, "cropped") || contains_word(file_name, "32x32");
}

// Sets of ten classes that are no digits.
bool named_for_other_things(std::string_view file_name) {
  return contains_word(file_name, "letter") || contains_word(file_name, "cifar") || contains_word(file_name, "stl10");
}

// Whether label 2 has by far the least ink of the labels 1 to 10. Of handwritten digits ones have it: MNIST's have two
// thirds of what sevens have, which come next.
bool second_class_is_one(const ImageSet& set) {
  std::array<double, 11> ink{}, images{};
  for (std::size_t i = 0; i < set.size(); ++i) {
    const auto image = set.image(i);
    ink[set.labels[i]] += std::accumulate(image.begin(), image.end(), 0.0);
    images[set.labels[i]] += 1;
  }
  for (std::size_t label = 1; label <= 10; ++label) ink[label] /= images[label];
  constexpr double kFarLess = 0.8;
  for (std::size_t label = 1; label <= 10; ++label) {
    if (label != 2 && ink[2] > kFarLess * ink[label]) return false;
  }
  return true;
}

bool named_like_a_known_set(std::string_view file_name) {
  return contains_word(file_name, "fashion") || contains_word(file_name, "kmnist") ||
         contains_word(file_name, "kuzushiji") || contains_word(file_name, "notmnist");
}

// Labels that count from 1, as MATLAB does, become labels that count from 0. The number that the first class is called
// by: 1 then, when the names are numbers.
int count_from_0(ImageSet& set, std::string_view file_name) {
  std::array<bool, 256> occurs{};
  for (const std::uint8_t label : set.labels) occurs[label] = true;
  const int most = *std::max_element(set.labels.begin(), set.labels.end());
  const bool emnist = contains_word(file_name, "emnist");
  if (emnist && contains_word(file_name, "letters") && most == 26 && !occurs[0]) {
    for (std::uint8_t& label : set.labels) --label;
    return 0;
  }
  if (emnist || occurs[0] || !occurs[1]) return 0;
  const bool one_to_ten = most == 10 && std::all_of(&occurs[1], &occurs[11], [](bool here) { return here; });
  const bool other_things = named_like_a_known_set(file_name) || named_for_other_things(file_name);
  if (one_to_ten && !other_things && !looks_like_notmnist(set, 1)) {
    if (!named_svhn(file_name) && second_class_is_one(set)) {
      for (std::uint8_t& label : set.labels) --label;
      set.notes.push_back("Labels 1 to 10 were taken as the digits 0 to 9: of label 2 there is least ink, as of ones.");
      return 0;
    }
    for (std::uint8_t& label : set.labels) label = static_cast<std::uint8_t>(label % 10);
    set.notes.push_back("Labels are 1 to 10: 10 was taken as the digit 0.");
    return 0;
  }
  // A part of a known set may lack its first class: only one label too many tells.
  if (named_like_a_known_set(file_name) && most != 10) return 0;
  for (std::uint8_t& label : set.labels) --label;
  set.notes.push_back("Labels begin with 1.");
  return 1;
}

}  // namespace

bool is_label_number(double value) { return value >= 0 && value < kMaxClasses && value == std::floor(value); }

std::optional<std::uint64_t> side_of_square(std::uint64_t pixels) {
  const auto root = static_cast<std::uint64_t>(std::llround(std::sqrt(static_cast<double>(pixels))));
  if (root < 4 || root * root != pixels) return std::nullopt;
  return root;
}

double entropy(std::span<const double> counts) {
  double all = 0, bits = 0;
  for (const double count : counts) all += count;
  for (const double count : counts) {
    if (count > 0) bits -= count / all * std::log2(count / all);
  }
  return bits;
}

std::uint8_t ValueRange::to_byte(double value) const {
  return static_cast<std::uint8_t>(std::clamp(std::lround((value + offset) * scale), 0l, 255l));
}

ValueRange value_range(double lowest, double highest) {
  // Floats that were shifted or scaled miss their bounds by a rounding.
  constexpr double kSlack = 1e-3;
  const auto within = [&](double low, double high) { return lowest >= low - kSlack && highest <= high + kSlack; };
  if (lowest == 0 && highest == 0) return {};
  if (within(0, 1)) return {255, 0, "Pixels from 0 to 1 were taken as black to white."};
  if (within(-0.5, 0.5)) return {255, 0.5, "Pixels from -0.5 to 0.5 were taken as black to white."};
  if (within(-1, 1)) return {127.5, 1, "Pixels from -1 to 1 were taken as black to white."};
  if (within(0, 16)) return {255.0 / 16, 0, "Pixels from 0 to 16 were taken as black to white."};
  if (within(0, 255)) return {};
  // Of 10, 12 and 16 bits.
  if (within(0, 1023)) return {255.0 / 1023, 0, "Pixels from 0 to 1,023 were taken as black to white."};
  if (within(0, 4095)) return {255.0 / 4095, 0, "Pixels from 0 to 4,095 were taken as black to white."};
  if (within(0, 65535)) return {1 / 257.0, 0, "Pixels from 0 to 65,535 were taken as black to white."};
  const auto rounded = [](double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%g", value);
    return in_number(std::strtod(text, nullptr));
  };
  // Halved before they are subtracted: the difference of two huge numbers may not be one.
  return {255.0 / 2 / (highest / 2 - lowest / 2), -lowest,
          say("Pixels from {0} to {1} were stretched to black and white.", rounded(lowest), rounded(highest))};
}

bool stored_transposed(std::string_view name, Orientation orientation) {
  if (orientation != Orientation::automatic) return orientation == Orientation::transposed;
  return contains_word(name, "emnist");
}

void transpose_images(ImageSet& set) {
  for (std::size_t i = 0; i < set.size(); ++i) {
    std::uint8_t* image = set.pixels.data() + i * kImagePixels;
    for (int y = 0; y < kImageSide; ++y) {
      for (int x = y + 1; x < kImageSide; ++x) std::swap(image[y * kImageSide + x], image[x * kImageSide + y]);
    }
  }
}

void name_classes(ImageSet& set, std::string_view file_name) {
  if (!set.labelled()) return;
  const int first = count_from_0(set, file_name);
  const int classes = *std::max_element(set.labels.begin(), set.labels.end()) + 1;
  std::vector<std::string> names;
  if (contains_word(file_name, "emnist")) {
    names = emnist_names(file_name, classes);
  } else if (contains_word(file_name, "fashion") && classes <= 10) {
    names = {"T-shirt", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"};
  } else if ((contains_word(file_name, "kmnist") || contains_word(file_name, "kuzushiji")) && classes <= 10) {
    // In Latin letters: the interface's font has no kana.
    names = {"o", "ki", "su", "tsu", "na", "ha", "ma", "ya", "re", "wo"};
  } else if (contains_word(file_name, "notmnist") && classes <= 10) {
    names = characters(kCapitals.substr(0, 10));
  } else if (classes == 10 && looks_like_notmnist(set, 0)) {
    names = characters(kCapitals.substr(0, 10));
    set.notes.push_back("The classes look like notMNIST's letters and were named A to J.");
  }
  if (static_cast<int>(names.size()) < classes) {
    names.clear();
    for (int c = 0; c < classes; ++c) names.push_back(std::to_string(first + c));
  }
  set.class_names = std::move(names);
}

}  // namespace hourglass
