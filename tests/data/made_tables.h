// Tables of images made for tests in every form of text; the fuzzers' seeds come from here, too.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <span>
#include <string>

#include "data/image_set.h"

namespace hourglass::made {

struct TableStyle {
  char divider = ',';
  bool label_last = false;
  const char* number = "%.0f";  ///< of printf, for pixels and labels
  bool decimal_comma = false;
  double scale = 1;  ///< of pixels
};

/// A line an image, without a header.
inline std::string rows_of(const ImageSet& set, const TableStyle& style = {}) {
  const auto text_of = [&](double value) {
    char text[64];
    std::snprintf(text, sizeof text, style.number, value);
    std::string number = text;
    if (style.decimal_comma) std::replace(number.begin(), number.end(), '.', ',');
    return number;
  };
  std::string table;
  for (std::size_t n = 0; n < set.size(); ++n) {
    std::string line;
    for (std::uint8_t pixel : set.image(n)) line += text_of(pixel * style.scale) + style.divider;
    line.pop_back();
    const std::string label = text_of(set.labels[n]);
    table += style.label_last ? line + style.divider + label : label + style.divider + line;
    table += "\n";
  }
  return table;
}

/// "pixel0,...,pixel783".
inline std::string pixel_names(char divider = ',') {
  std::string line;
  for (int i = 0; i < kImagePixels; ++i) line += (i > 0 ? std::string(1, divider) : "") + "pixel" + std::to_string(i);
  return line;
}

/// "label 1-based index:value ...", without what is 0.
inline std::string libsvm(const ImageSet& set) {
  std::string text;
  for (std::size_t n = 0; n < set.size(); ++n) {
    text += std::to_string(set.labels[n]);
    for (int i = 0; i < kImagePixels; ++i) {
      if (set.image(n)[i] != 0) text += " " + std::to_string(i + 1) + ":" + std::to_string(set.image(n)[i]);
    }
    text += "\n";
  }
  return text;
}

inline std::string arff_head(int pixels, const std::string& label) {
  std::string text = "% made\n@RELATION made\n\n";
  for (int i = 1; i <= pixels; ++i) text += "@ATTRIBUTE pixel" + std::to_string(i) + " REAL\n";
  return text + "@ATTRIBUTE " + label + "\n\n@DATA\n";
}

/// "[0,0,...]" of one image.
inline std::string json_list(std::span<const std::uint8_t> image) {
  std::string list;
  for (std::uint8_t pixel : image) list += (list.empty() ? "[" : ",") + std::to_string(pixel);
  return list + "]";
}
/// "[[0,0,...],...]": its rows.
inline std::string json_rows(std::span<const std::uint8_t> image) {
  std::string list;
  for (std::size_t at = 0; at < image.size(); at += kImageSide) {
    list += (list.empty() ? "[" : ",") + json_list(image.subspan(at, kImageSide));
  }
  return list + "]";
}
inline std::string json_records(const ImageSet& set, const std::string& between = ",\n") {
  std::string text;
  for (std::size_t n = 0; n < set.size(); ++n) {
    text += (n > 0 ? between : "") + "{\"image\":" + (n % 2 ? json_rows(set.image(n)) : json_list(set.image(n))) +
            ",\"label\":" + std::to_string(set.labels[n]) + "}";
  }
  return text;
}

}  // namespace hourglass::made
