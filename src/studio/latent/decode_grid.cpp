#include "studio/latent/decode_grid.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <unordered_map>
#include <utility>

namespace hourglass {
namespace {

std::uint64_t hash(std::span<const float> code) {
  std::uint64_t h = 0xcbf29ce484222325ull;
  for (float v : code) {
    h ^= std::bit_cast<std::uint32_t>(v == 0 ? 0.0f : v);  // one zero for both signs
    h *= 0x100000001b3ull;
    h ^= h >> 29;
  }
  return h;
}

/// How coarse a grid the place belongs to: 3 for every eighth, 0 for the rest.
int coarseness(int column, int row) {
  const unsigned both = static_cast<unsigned>(column) | static_cast<unsigned>(row);
  return both == 0 ? 3 : std::min(3, std::countr_zero(both));
}

}  // namespace

void to_grey(PixelRange range, std::span<const float> pixels, std::span<std::uint8_t> grey) {
  const float width = range.high - range.low;
  const float factor = width != 0 ? 255.0f / width : 0;
  const std::size_t n = std::min(pixels.size(), grey.size());
  for (std::size_t i = 0; i < n; ++i) {
    // Written so that a not-a-number becomes black.
    const float v = (pixels[i] - range.low) * factor + 0.5f;
    grey[i] = static_cast<std::uint8_t>(v > 0 ? (v < 255 ? v : 255.0f) : 0.0f);
  }
}

void DecodeGrid::clear() {
  columns_ = rows_ = width_ = 0;
  codes_.clear();
  tiles_.clear();
  made_with_.clear();
  queue_.clear();
  changed_.clear();
  unmade_ = 0;
  next_ = 0;
  ++version_;
}

void DecodeGrid::set_codes(int columns, int rows, int width, std::vector<float> codes) {
  const auto n = static_cast<std::size_t>(std::max(0, columns)) * static_cast<std::size_t>(std::max(0, rows));
  if (n == 0 || width <= 0 || codes.size() != n * static_cast<std::size_t>(width)) {
    clear();
    return;
  }
  if (columns == columns_ && rows == rows_ && width == width_ && codes == codes_) return;

  std::vector<std::uint8_t> tiles(n * kImagePixels);
  std::vector<std::uint64_t> made_with(n, 0);
  if (width == width_) {
    std::unordered_map<std::uint64_t, std::size_t> before;
    for (std::size_t i = 0; i < made_with_.size(); ++i) {
      if (made_with_[i] != 0)
        before.emplace(hash({&codes_[i * static_cast<std::size_t>(width)], static_cast<std::size_t>(width)}), i);
    }
    for (std::size_t i = 0; i < n; ++i) {
      const auto found =
          before.find(hash({&codes[i * static_cast<std::size_t>(width)], static_cast<std::size_t>(width)}));
      if (found == before.end()) continue;
      std::copy_n(&tiles_[found->second * kImagePixels], kImagePixels, &tiles[i * kImagePixels]);
      made_with[i] = made_with_[found->second];
    }
  }
  columns_ = columns;
  rows_ = rows;
  width_ = width;
  codes_ = std::move(codes);
  tiles_ = std::move(tiles);
  made_with_ = std::move(made_with);
  changed_.assign(static_cast<std::size_t>(rows), true);
  unmade_ = static_cast<int>(std::ranges::count(made_with_, 0u));
  ++version_;
  make_queue();
}

void DecodeGrid::set_weights(std::uint64_t version) {
  ++version;  // 0 means "none yet"
  if (version == weights_) return;
  weights_ = version;
  make_queue();
}

void DecodeGrid::make_queue() {
  queue_.clear();
  next_ = 0;
  for (std::size_t i = 0; i < made_with_.size(); ++i) {
    if (made_with_[i] != weights_) queue_.push_back(static_cast<std::uint32_t>(i));
  }
  // Oldest first: with weights that change faster than the whole grid can be decoded, every picture still has its turn.
  auto rank = [&](std::uint32_t i) {
    return coarseness(static_cast<int>(i) % columns_, static_cast<int>(i) / columns_);
  };
  std::stable_sort(queue_.begin(), queue_.end(), [&](std::uint32_t a, std::uint32_t b) {
    if (made_with_[a] != made_with_[b]) return made_with_[a] < made_with_[b];
    return rank(a) > rank(b);
  });
}

bool DecodeGrid::work(const Network& network, const std::function<double()>& clock, double budget) {
  if (!busy() || network.spec.code_width() != width_) return false;
  pacer_.run(clock, budget, [&](int most) {
    if (!busy()) return 0;
    const int batch = std::min(most, static_cast<int>(queue_.size() - next_));

    const auto k = static_cast<std::size_t>(width_), n = static_cast<std::size_t>(batch);
    batch_codes_.resize(n * k);
    batch_pixels_.resize(n * kImagePixels);
    for (std::size_t i = 0; i < n; ++i) {
      std::copy_n(&codes_[queue_[next_ + i] * k], k, &batch_codes_[i * k]);
    }
    decode(network, view(std::as_const(batch_codes_).data(), batch, width_),
           view(batch_pixels_.data(), batch, kImagePixels), scratch_);
    for (std::size_t i = 0; i < n; ++i) {
      const std::uint32_t place = queue_[next_ + i];
      to_grey(network.spec.pixels, {&batch_pixels_[i * kImagePixels], kImagePixels},
              {&tiles_[place * static_cast<std::size_t>(kImagePixels)], kImagePixels});
      show_place(place);
    }
    next_ += n;
    decoded_ += n;
    return batch;
  });
  ++version_;
  return true;
}

void DecodeGrid::show_place(std::uint32_t place) {
  const int column = static_cast<int>(place) % columns_, row = static_cast<int>(place) / columns_;
  if (made_with_[place] == 0) --unmade_;
  made_with_[place] = weights_;
  // Until all have pictures of their own, a coarse one stands for its neighbours too.
  const int below = unmade_ > 0 ? 1 << coarseness(column, row) : 1;
  for (int r = row; r < std::min(row + below, rows_); ++r) changed_[static_cast<std::size_t>(r)] = true;
}

std::vector<int> DecodeGrid::take_changed_rows() {
  std::vector<int> rows;
  for (std::size_t r = 0; r < changed_.size(); ++r)
    if (changed_[r]) rows.push_back(static_cast<int>(r));
  changed_.assign(changed_.size(), false);
  return rows;
}

std::span<const float> DecodeGrid::code(int column, int row) const {
  if (column < 0 || row < 0 || column >= columns_ || row >= rows_) return {};
  const auto k = static_cast<std::size_t>(width_);
  return {&codes_[static_cast<std::size_t>(row * columns_ + column) * k], k};
}

std::span<const std::uint8_t> DecodeGrid::tile(int column, int row) const {
  if (column < 0 || row < 0 || column >= columns_ || row >= rows_) return {};
  for (int shift = 0; shift <= 3; ++shift) {
    const int c = column >> shift << shift, r = row >> shift << shift;
    const auto i = static_cast<std::size_t>(r * columns_ + c);
    if (made_with_[i] != 0) return {&tiles_[i * kImagePixels], kImagePixels};
  }
  return {};
}

}  // namespace hourglass
