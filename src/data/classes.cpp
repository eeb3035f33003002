#include "data/classes.h"

#include <algorithm>
#include <array>
#include <cmath>
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

bool looks_like_notmnist(const ImageSet& set) {
  std::array<double, 10> sums{};
  std::array<std::uint64_t, 10> counts{};
  for (std::size_t i = 0; i < set.size(); ++i) {
    if (set.labels[i] >= 10) return false;
    std::uint64_t sum = 0;
    for (std::uint8_t pixel : set.image(i)) sum += pixel;
    sums[set.labels[i]] += static_cast<double>(sum) / (255.0 * kImagePixels);
    ++counts[set.labels[i]];
  }
  for (int c = 0; c < 10; ++c) {
    if (counts[c] < 20 || std::abs(sums[c] / static_cast<double>(counts[c]) - kNotMnistMeans[c]) > 0.05) return false;
  }
  return true;
}

// Words of a name, split at everything that is no letter or digit.
template <typename Visit>
void each_word(std::string_view name, Visit visit) {
  std::string word;
  const auto flush = [&] {
    if (!word.empty()) visit(std::string_view(word));
    word.clear();
  };
  for (char c : name) {
    const bool alphanumeric = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (alphanumeric) {
      word += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    } else {
      flush();
    }
  }
  flush();
}

SplitRole role_of_word(std::string_view word) {
  if (word == "train" || word == "training") return SplitRole::train;
  if (word == "val" || word == "valid" || word == "validation") return SplitRole::validation;
  if (word == "test" || word == "testing" || word == "t10k") return SplitRole::held_out;
  return SplitRole::none;
}

}  // namespace

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

SplitRole role_of(std::string_view name) {
  SplitRole role = SplitRole::none;
  each_word(name, [&](std::string_view word) {
    // "x_train", "kmnist-test-imgs", "mnist_train.csv"; also "trainImages".
    if (role == SplitRole::none) role = role_of_word(word);
  });
  return role;
}

bool is_role_name(std::string_view name) {
  int words = 0;
  each_word(name, [&](std::string_view) { ++words; });
  return words == 1 && role_of(name) != SplitRole::none;
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
  const auto [least, most] = std::minmax_element(set.labels.begin(), set.labels.end());
  const int lowest = *least;
  int classes = *most + 1;
  if (contains_word(file_name, "emnist") && contains_word(file_name, "letters") && lowest >= 1 && classes == 27) {
    for (std::uint8_t& label : set.labels) --label;
    classes = 26;
  }
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
  } else if (classes == 10 && looks_like_notmnist(set)) {
    names = characters(kCapitals.substr(0, 10));
    set.notes.push_back("The classes look like notMNIST's letters and were named A to J.");
  }
  if (static_cast<int>(names.size()) < classes) {
    names.clear();
    for (int c = 0; c < classes; ++c) names.push_back(std::to_string(c));
  }
  set.class_names = std::move(names);
}

}  // namespace hourglass
