#include "studio/state/images_in_turn.h"

#include <algorithm>
#include <array>

namespace hourglass {

std::vector<std::uint32_t> held_out_in_turn(const DatasetState& data, int count, std::uint64_t first) {
  std::vector<std::uint32_t> places;
  if (data.held_out <= 0) return places;
  std::array<std::vector<std::uint32_t>, 256> by_class;
  for (int i = 0; i < data.held_out; ++i) by_class[data.label(i)].push_back(static_cast<std::uint32_t>(i));
  std::vector<const std::vector<std::uint32_t>*> classes;
  for (const auto& c : by_class) {
    if (!c.empty()) classes.push_back(&c);
  }
  for (std::uint64_t i = 0; static_cast<int>(places.size()) < std::min(count, data.held_out); ++i) {
    const std::uint64_t at = first + i;
    const auto& from = *classes[at % classes.size()];
    places.push_back(from[at / classes.size() % from.size()]);
  }
  return places;
}

}  // namespace hourglass
