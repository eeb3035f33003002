#include "studio/loss/scale_names.h"

#include <algorithm>
#include <cstddef>

namespace hourglass {

std::vector<float> names_apart(std::span<const LineName> names, float from, float to, float gap) {
  constexpr float kSlack = 0.01f;
  std::vector<float> lefts;
  // Each moves to the right as far as the one before it wants, then all to the left as far as the end of the line does.
  float free_from = from;
  for (const LineName& name : names) {
    lefts.push_back(std::max(free_from, name.at - name.width / 2));
    free_from = lefts.back() + name.width + gap;
  }
  float free_to = to;
  for (std::size_t i = names.size(); i-- > 0;) {
    lefts[i] = std::min(lefts[i], free_to - names[i].width);
    free_to = lefts[i] - gap;
  }
  if (!lefts.empty() && lefts.front() < from - kSlack) return {};
  return lefts;
}

}  // namespace hourglass
