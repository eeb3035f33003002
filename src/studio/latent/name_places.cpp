#include "studio/latent/name_places.h"

#include <algorithm>
#include <cmath>

namespace hourglass {
namespace {

constexpr int kRings = 8, kDirections = 16;  // places that are tried: rings half a line apart
constexpr float kBetween = 2;                // pixels between two names

bool overlap(PlanePoint a, const NameWish& of_a, PlanePoint b, const NameWish& of_b) {
  return std::abs(a.x - b.x) < (of_a.width + of_b.width) / 2 + kBetween &&
         std::abs(a.y - b.y) < (of_a.height + of_b.height) / 2 + kBetween;
}

}  // namespace

std::vector<std::optional<PlanePoint>> place_names(std::span<const NameWish> wishes, const PlaneBox& area) {
  std::vector<std::optional<PlanePoint>> places(wishes.size());
  for (std::size_t i = 0; i < wishes.size(); ++i) {
    const NameWish& wish = wishes[i];
    if (!area.contains(wish.at) || wish.width > area.width() || wish.height > area.height()) continue;
    const auto inside = [&](PlanePoint p) {
      return PlanePoint{std::clamp(p.x, area.x0 + wish.width / 2, area.x1 - wish.width / 2),
                        std::clamp(p.y, area.y0 + wish.height / 2, area.y1 - wish.height / 2)};
    };
    const auto free = [&](PlanePoint p) {
      for (std::size_t j = 0; j < i; ++j)
        if (places[j] && overlap(p, wish, *places[j], wishes[j])) return false;
      return true;
    };
    for (int ring = 0; ring <= kRings && !places[i]; ++ring)
      for (int direction = 0; direction < (ring == 0 ? 1 : kDirections) && !places[i]; ++direction) {
        const float angle = 6.2831853f * static_cast<float>(direction) / kDirections;
        const float way = 0.5f * wish.height * static_cast<float>(ring);
        const PlanePoint p = inside({wish.at.x + way * std::cos(angle), wish.at.y + way * std::sin(angle)});
        if (free(p)) places[i] = p;
      }
  }
  return places;
}

}  // namespace hourglass
