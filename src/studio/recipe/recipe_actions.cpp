#include "studio/recipe/recipe_actions.h"

#include <algorithm>
#include <cmath>

#include "studio/state/actions.h"
#include "text/number.h"

namespace hourglass {
namespace {

constexpr std::string_view kLayerFields = "recipe/layer/";

void set_encoder(Context& ui, const std::vector<int>& widths) {
  // What stands refused at a layer belongs to the layers as they were counted before.
  ui.state.refusals.forget_all(kLayerFields);
  (void)set_setting(ui, "encoder", widths_text(widths));
}

}  // namespace

std::string layer_field(std::size_t layer) { return std::string(kLayerFields) + std::to_string(layer); }

void set_layer_width(Context& ui, std::size_t layer, std::string_view typed) {
  State& state = ui.state;
  std::vector<int> widths = state.experiment.network.encoder;
  if (layer >= widths.size()) return;
  const std::optional<double> width = parse_whole_number(typed);
  if (!width || std::abs(*width) > 1e6) {
    state.refusals.refuse(layer_field(layer), typed, "A width is a whole number, without separators.");
    ui.animate();
    return;
  }
  widths[layer] = static_cast<int>(*width);
  (void)set_setting(ui, "encoder", widths_text(widths), layer_field(layer));
}

void add_layer(Context& ui) {
  std::vector<int> widths = ui.state.experiment.network.encoder;
  const int above = widths[widths.size() - 2], code = widths.back();
  const double middle = std::sqrt(static_cast<double>(above) * std::max(1, code));
  widths.insert(widths.end() - 1, std::clamp(1 << static_cast<int>(std::lround(std::log2(middle))), 1, 2048));
  set_encoder(ui, widths);
}

void remove_layer(Context& ui, std::size_t layer) {
  std::vector<int> widths = ui.state.experiment.network.encoder;
  if (layer == 0 || layer + 1 >= widths.size()) return;
  widths.erase(widths.begin() + static_cast<std::ptrdiff_t>(layer));
  set_encoder(ui, widths);
}

void toggle_class(Context& ui, std::size_t c, std::size_t classes) {
  const std::uint64_t all = classes >= 64 ? kAllClasses : (1ull << classes) - 1;
  const std::uint64_t chosen = (ui.state.experiment.data.classes & all) ^ (1ull << c);
  std::string text;
  for (std::size_t i = 0; i < classes; ++i)
    if (chosen >> i & 1u) text += (text.empty() ? "" : ",") + std::to_string(i);
  (void)set_setting(ui, "classes", chosen == all ? std::string("all") : text);
}

}  // namespace hourglass
