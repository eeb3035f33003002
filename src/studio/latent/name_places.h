// Where names stand beside their clusters, so that no two overlap. Without a screen.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "studio/latent/plane_view.h"

namespace hourglass {

/// A name that wants to stand with its middle at `at`, `width` x `height` large (screen pixels, y down).
struct NameWish {
  PlanePoint at;
  float width = 0, height = 0;
};

/// The middle of each name: at its wish or as near to it as is free, wholly within `area` (y down); none where it would
/// have to stand further off than some lines. Earlier wishes come first.
std::vector<std::optional<PlanePoint>> place_names(std::span<const NameWish> wishes, const PlaneBox& area);

}  // namespace hourglass
