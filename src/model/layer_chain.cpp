#include "model/layer_chain.h"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

namespace hourglass {
namespace {

constexpr int kPixels = 784;
constexpr int kMostSearchSteps = 20'000;

/// Widths along the way; empty where a layer does not take what the one before gives.
std::vector<int> widths_of(const LayerOrder& order, bool out_first) {
  std::vector<int> widths;
  for (const LayerCandidate* layer : order) {
    if (widths.empty()) widths.push_back(layer->in(out_first));
    if (widths.back() != layer->in(out_first)) return {};
    widths.push_back(layer->out(out_first));
  }
  return widths;
}

bool all_of_role(const LayerOrder& order, NamedRole role) {
  return std::ranges::all_of(order, [role](const LayerCandidate* one) { return one->name.role == role; });
}
bool some_of_role(const LayerOrder& order, NamedRole role) {
  return std::ranges::any_of(order, [role](const LayerCandidate* one) { return one->name.role == role; });
}

std::optional<LayerChain> fit_chain(const LayerOrder& order, bool out_first) {
  const std::vector<int> widths = widths_of(order, out_first);
  if (widths.size() < 2) return std::nullopt;
  LayerChain fit{.layers = order, .encoder = order.size(), .out_first = out_first};
  const bool from_pixels = widths.front() == kPixels, to_pixels = widths.back() == kPixels;
  if (from_pixels && to_pixels) {
    if (!std::equal(widths.begin(), widths.end(), widths.rbegin()) || order.size() % 2 != 0) return std::nullopt;
    fit.encoder = order.size() / 2;
    return fit;
  }
  if (from_pixels && !some_of_role(order, NamedRole::decoder)) return fit;
  if (to_pixels && all_of_role(order, NamedRole::decoder)) {
    fit.encoder = 0;
    return fit;
  }
  return std::nullopt;
}

/// The same, where one of the weights may be a variational code's log-variance: by its name, or because two of the same
/// shape stand in the code's place, as in PyTorch's own example (fc21, fc22).
std::optional<LayerChain> fit_order(LayerOrder order, bool out_first) {
  const auto named = std::ranges::find_if(order, [](const LayerCandidate* one) { return one->name.log_variance; });
  if (named != order.end()) {
    const LayerCandidate* head = *named;
    order.erase(named);
    auto fit = fit_chain(order, out_first);
    if (!fit || fit->encoder == 0) return std::nullopt;
    const LayerCandidate* mean = fit->layers[fit->encoder - 1];
    if (mean->rows != head->rows || mean->cols != head->cols) return std::nullopt;
    fit->log_variance = head;
    return fit;
  }
  if (auto fit = fit_chain(order, out_first)) return fit;
  for (std::size_t i = 0; i + 1 < order.size(); ++i) {
    if (order[i]->rows != order[i + 1]->rows || order[i]->cols != order[i + 1]->cols) continue;
    LayerOrder without = order;
    without.erase(without.begin() + static_cast<std::ptrdiff_t>(i + 1));
    auto fit = fit_chain(without, out_first);
    if (!fit || fit->encoder != i + 1) continue;
    fit->log_variance = order[i + 1];
    fit->guessed_log_variance = true;
    return fit;
  }
  return std::nullopt;
}

/// Goes from `width` on through all that is left of `rest`, encoder before decoder where names say so. `steps` bounds
/// the search.
bool search_way(const LayerOrder& rest, std::vector<bool>& used, bool out_first, int width, LayerOrder& way,
                int& steps) {
  if (way.size() == rest.size()) return fit_order(way, out_first).has_value();
  for (std::size_t i = 0; i < rest.size(); ++i) {
    if (used[i] || rest[i]->in(out_first) != width) continue;
    if (!way.empty() && rest[i]->name.role < way.back()->name.role) continue;
    if (--steps < 0) return false;
    used[i] = true;
    way.push_back(rest[i]);
    if (search_way(rest, used, out_first, rest[i]->out(out_first), way, steps)) return true;
    way.pop_back();
    used[i] = false;
  }
  return false;
}

/// Where names tell no order: the one way that the sizes leave. None where two layers of one side have the same size.
std::optional<LayerChain> fit_by_sizes(LayerOrder weights, bool out_first) {
  const LayerCandidate* head = nullptr;
  const auto named = std::ranges::find_if(weights, [](const LayerCandidate* one) { return one->name.log_variance; });
  if (named != weights.end()) {
    head = *named;
    weights.erase(named);
  }
  for (std::size_t i = 0; i < weights.size(); ++i) {
    for (std::size_t k = 0; k < i; ++k) {
      const LayerCandidate &a = *weights[i], &b = *weights[k];
      if (a.name.role == b.name.role && a.rows == b.rows && a.cols == b.cols) return std::nullopt;
    }
  }
  LayerOrder way;
  std::vector<bool> used(weights.size());
  int steps = kMostSearchSteps;
  if (!search_way(weights, used, out_first, kPixels, way, steps)) return std::nullopt;
  if (head != nullptr) way.push_back(head);
  return fit_order(way, out_first);
}

/// Whether names tell the order: those of each side are equal but for their numbers, as layers.0 and layers.2 are.
bool names_tell_order(const LayerOrder& weights) {
  for (const LayerCandidate* a : weights) {
    for (const LayerCandidate* b : weights) {
      const bool heads = a->name.log_variance || b->name.log_variance;
      if (!heads && a->name.role == b->name.role && a->name.words != b->name.words) return false;
    }
  }
  return true;
}

}  // namespace

std::optional<LayerChain> find_chain(const LayerOrder& weights) {
  LayerOrder natural = weights, by_letters = weights, by_place = weights;
  const auto role = [](const LayerCandidate* one) { return one->name.role; };
  std::ranges::stable_sort(natural, {},
                           [&](const LayerCandidate* one) { return std::pair(role(one), one->name.parts); });
  std::ranges::stable_sort(by_letters, {}, [&](const LayerCandidate* one) {
    return std::pair(role(one), std::string_view(one->tensor->name));
  });
  std::ranges::stable_sort(by_place, {}, [&](const LayerCandidate* one) { return std::pair(role(one), one->place); });

  const auto any_has = [&](std::string_view word) {
    return std::ranges::any_of(weights, [word](const LayerCandidate* one) { return one->name.has(word); });
  };
  // Keras calls them kernels (in, out); PyTorch weights (out, in).
  const bool kernels = any_has("kernel"), hinted = kernels || any_has("weight");
  const bool first = !kernels && hinted;
  const bool roles = some_of_role(weights, NamedRole::encoder) && some_of_role(weights, NamedRole::decoder);
  if (names_tell_order(weights)) {
    for (const LayerOrder* order : {&natural, &by_letters, &by_place})
      for (const bool out_first : {first, !first})
        if (auto fit = fit_order(*order, out_first)) return fit;
    if (!roles) return std::nullopt;
  }
  for (const bool out_first : {first, !first}) {
    for (const LayerOrder* order : {&by_place, &natural, &by_letters})
      if (auto fit = fit_order(*order, out_first)) return fit;
    if (roles || (hinted && out_first == first))
      if (auto fit = fit_by_sizes(weights, out_first)) return fit;
  }
  return std::nullopt;
}

std::string shapes_text(const LayerOrder& weights) {
  std::string text;
  for (const LayerCandidate* one : weights)
    text += (text.empty() ? "" : ", ") + std::to_string(one->rows) + " x " + std::to_string(one->cols);
  return text;
}

}  // namespace hourglass
