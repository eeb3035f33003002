#include "studio/map/codes_csv.h"

#include <algorithm>
#include <cstdio>

#include "data/text.h"

namespace hourglass {

std::string codes_csv(std::span<const float> codes, int width, int every, std::span<const std::uint8_t> labels,
                      const std::vector<std::string>& class_names) {
  const auto k = static_cast<std::size_t>(std::max(1, width));
  std::string csv = labels.empty() ? "index" : "index,label";
  for (std::size_t j = 1; j <= k; ++j) csv += ",code " + std::to_string(j);
  csv += "\n";
  for (std::size_t i = 0; i < codes.size() / k; ++i) {
    csv += std::to_string(i * static_cast<std::size_t>(std::max(1, every)));
    if (!labels.empty()) {
      const unsigned label = i < labels.size() ? labels[i] : 255u;
      csv += "," + csv_field(label < class_names.size() ? class_names[label] : std::to_string(label));
    }
    for (std::size_t j = 0; j < k; ++j) {
      char text[32];
      std::snprintf(text, sizeof text, ",%.7g", static_cast<double>(codes[i * k + j]));
      csv += text;
    }
    csv += "\n";
  }
  return csv;
}

}  // namespace hourglass
