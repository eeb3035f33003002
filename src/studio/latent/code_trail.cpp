#include "studio/latent/code_trail.h"

#include <algorithm>
#include <cmath>

namespace hourglass {
namespace {

constexpr float kLevels = 65535.0f;

}  // namespace

void CodeTrail::clear() {
  entries_.clear();
  spacing_ = 0;
  width_ = 0;
}

void CodeTrail::add(double epoch, int width, std::span<const float> codes) {
  if (width <= 0 || codes.empty()) return;
  if (!entries_.empty() &&
      (width != width_ || codes.size() != entries_.front().values.size() || epoch < entries_.back().epoch)) {
    clear();
  }
  // The newest is always kept, so that the trail ends at the present; it gives way when the next one comes too soon.
  if (entries_.size() >= 2 && entries_.back().epoch - entries_[entries_.size() - 2].epoch < spacing_) {
    entries_.pop_back();
  }
  if (!entries_.empty() && entries_.back().epoch == epoch) entries_.pop_back();
  width_ = width;

  const auto k = static_cast<std::size_t>(width);
  Entry entry;
  entry.epoch = epoch;
  entry.low.assign(k, 0);
  entry.step.assign(k, 0);
  entry.values.resize(codes.size());
  for (std::size_t j = 0; j < k; ++j) {
    float low = codes[j], high = codes[j];
    for (std::size_t i = j; i < codes.size(); i += k) {
      if (!std::isfinite(codes[i])) continue;
      low = std::min(low, codes[i]);
      high = std::max(high, codes[i]);
    }
    if (!std::isfinite(low) || !std::isfinite(high)) low = high = 0;
    const float step = (high - low) / kLevels;
    entry.low[j] = low;
    entry.step[j] = step;
    const float inverse = step > 0 ? 1 / step : 0;
    for (std::size_t i = j; i < codes.size(); i += k) {
      const float level = std::isfinite(codes[i]) ? (codes[i] - low) * inverse : 0;
      entry.values[i] = static_cast<std::uint16_t>(std::clamp(level + 0.5f, 0.0f, kLevels));
    }
  }
  entries_.push_back(std::move(entry));
  while (entries_.size() > 2 && bytes() > limit_) thin();
}

void CodeTrail::thin() {
  const double first = entries_.front().epoch, last = entries_.back().epoch;
  spacing_ = std::max(spacing_ * 2, (last - first) / static_cast<double>(entries_.size()) * 1.5);
  std::vector<Entry> kept;
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    if (i % 2 == 0 || i + 1 == entries_.size()) kept.push_back(std::move(entries_[i]));
  }
  // Of two entries, or of three that stay three, one more has to go.
  if (kept.size() == entries_.size() || (kept.size() == 3 && entries_.size() == 3)) kept.erase(kept.begin() + 1);
  entries_ = std::move(kept);
}

std::vector<float> CodeTrail::codes(std::size_t i) const {
  const Entry& entry = entries_[i];
  const auto k = static_cast<std::size_t>(width_);
  std::vector<float> out(entry.values.size());
  for (std::size_t j = 0; j < k; ++j) {
    for (std::size_t at = j; at < out.size(); at += k) {
      out[at] = entry.low[j] + entry.step[j] * static_cast<float>(entry.values[at]);
    }
  }
  return out;
}

std::size_t CodeTrail::find(double epoch) const {
  std::size_t best = 0;
  for (std::size_t i = 1; i < entries_.size(); ++i) {
    if (std::abs(entries_[i].epoch - epoch) < std::abs(entries_[best].epoch - epoch)) best = i;
  }
  return best;
}

std::size_t CodeTrail::bytes() const {
  std::size_t sum = 0;
  for (const Entry& e : entries_) {
    sum += e.values.size() * sizeof(std::uint16_t) + (e.low.size() + e.step.size()) * sizeof(float) + sizeof(Entry);
  }
  return sum;
}

}  // namespace hourglass
