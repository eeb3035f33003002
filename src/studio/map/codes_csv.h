// The codes of many images as a table for a spreadsheet.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace hourglass {

/// "index,label,code 1,code 2...": one line for each image. RFC 4180.
std::string codes_csv(std::span<const float> codes, int width, int every, std::span<const std::uint8_t> labels,
                      const std::vector<std::string>& class_names);

}  // namespace hourglass
