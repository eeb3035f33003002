#include "studio/latent/code_trail.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <nlohmann/json.hpp>
#include <utility>

namespace hourglass {
namespace {

using Json = nlohmann::json;

constexpr float kLevels = 65535.0f;
constexpr int kVersion = 1;
constexpr std::size_t kFew = 32;  // epochs

bool finite(const std::vector<float>& values) {
  return std::ranges::all_of(values, [](float value) { return std::isfinite(value); });
}

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
  while (entries_.size() > 2 && bytes() > limit()) thin();
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

std::size_t CodeTrail::limit() const { return std::clamp(kFew * bytes() / entries_.size(), limit_, 2 * limit_); }

void CodeTrail::cut(double epoch) {
  while (!entries_.empty() && entries_.back().epoch > epoch) entries_.pop_back();
}

std::vector<std::uint8_t> CodeTrail::packed(std::size_t most) const {
  const std::size_t n = entries_.size();
  if (n < 2) return {};
  const std::size_t fit = most / (bytes() / n);
  if (fit < 2) return {};
  const std::size_t count = std::min(n, fit);
  // Entry by entry, so that there is no second copy of all: a WebAssembly module never gives memory back.
  std::vector<std::uint8_t> out;
  out.reserve(count * (bytes() / n + 128) + 64);
  const auto append = [&out](const Json& value) { Json::to_cbor(value, out); };
  constexpr std::uint8_t kMapOfThree = 0xa3, kArray = 0x9a;  // RFC 8949, 3.1; the array's length follows in four bytes
  out.push_back(kMapOfThree);
  append("version"), append(kVersion);
  append("width"), append(width_);
  append("entries"), out.push_back(kArray);
  for (int shift = 24; shift >= 0; shift -= 8) out.push_back(static_cast<std::uint8_t>(count >> shift));
  for (std::size_t i = 0; i < count; ++i) {
    const Entry& entry = entries_[i * (n - 1) / (count - 1)];
    std::vector<std::uint8_t> values(entry.values.size() * sizeof(std::uint16_t));
    std::memcpy(values.data(), entry.values.data(), values.size());
    append({{"epoch", entry.epoch},
            {"low", entry.low},
            {"step", entry.step},
            {"values", Json::binary(std::move(values))}});
  }
  return out;
}

std::optional<CodeTrail> CodeTrail::unpacked(std::span<const std::uint8_t> bytes) {
  const Json json = Json::from_cbor(bytes.begin(), bytes.end(), true, false);
  const auto whole = [](const Json& at, const char* key) {
    return at.is_object() && at.contains(key) && at[key].is_number_integer() ? at[key].get<std::int64_t>() : -1;
  };
  const auto floats = [](const Json& at, const char* key) {
    std::vector<float> list;
    if (at.is_object() && at.contains(key) && at[key].is_array())
      for (const Json& one : at[key]) list.push_back(one.is_number() ? one.get<float>() : NAN);
    return list;
  };
  constexpr std::int64_t kWidest = 1 << 16;
  const std::int64_t width = whole(json, "width");
  if (whole(json, "version") != kVersion || width < 1 || width > kWidest) return std::nullopt;
  const auto k = static_cast<std::size_t>(width);
  CodeTrail trail;
  trail.width_ = static_cast<int>(width);
  for (const Json& one : json.value("entries", Json::array())) {
    if (!one.is_object() || !one.contains("epoch") || !one["epoch"].is_number()) return std::nullopt;
    if (!one.contains("values") || !one["values"].is_binary()) return std::nullopt;
    const std::vector<std::uint8_t>& values = one["values"].get_binary();
    Entry entry{one["epoch"].get<double>(), floats(one, "low"), floats(one, "step"), {}};
    const bool shaped = entry.low.size() == k && entry.step.size() == k && !values.empty() &&
                        values.size() % (k * sizeof(std::uint16_t)) == 0;
    if (!shaped || !std::isfinite(entry.epoch) || !finite(entry.low) || !finite(entry.step)) return std::nullopt;
    entry.values.resize(values.size() / sizeof(std::uint16_t));
    std::memcpy(entry.values.data(), values.data(), values.size());
    const bool follows = trail.entries_.empty() || (entry.epoch > trail.entries_.back().epoch &&
                                                    entry.values.size() == trail.entries_.back().values.size());
    if (!follows) return std::nullopt;
    trail.entries_.push_back(std::move(entry));
  }
  // What comes next is spaced as what is there.
  if (const std::size_t n = trail.entries_.size(); n > 2)
    trail.spacing_ = (trail.entries_.back().epoch - trail.entries_.front().epoch) / static_cast<double>(n) / 2;
  return trail;
}

}  // namespace hourglass
