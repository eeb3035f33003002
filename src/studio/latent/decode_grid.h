// DecodeGrid: a grid of codes, decoded a little in each frame: coarse to fine, within a time budget, and again when the
// weights have changed. Manifold, sweep and path strip are such grids. Nothing here knows of a screen.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "data/image_set.h"
#include "model/network.h"
#include "studio/latent/frame_budget.h"

namespace hourglass {

class DecodeGrid {
 public:
  /// codes (rows * columns, width), row by row. Pictures of codes that were in the grid before are kept.
  void set_codes(int columns, int rows, int width, std::vector<float> codes);
  void clear();
  /// Says which weights are current; pictures of other weights stay until theirs are made anew, oldest first.
  void set_weights(std::uint64_t version);

  int columns() const { return columns_; }
  int rows() const { return rows_; }
  int width() const { return width_; }
  std::span<const float> codes() const { return codes_; }
  std::span<const float> code(int column, int row) const;

  /// True while some picture is not of the current weights.
  bool busy() const { return next_ < queue_.size(); }
  /// Decodes for about `budget` seconds of `clock` (at least one batch) and tells whether a picture changed. A network
  /// whose code has another width than the grid's does nothing.
  bool work(const Network& network, const std::function<double()>& clock, double budget);

  /// What is to be seen at a place: 784 grey bytes, its own picture or that of the coarser grid; empty before any.
  std::span<const std::uint8_t> tile(int column, int row) const;
  /// Rows in which something else is to be seen than when this was asked last.
  std::vector<int> take_changed_rows();
  /// Grows with every change of what is seen.
  std::uint64_t version() const { return version_; }
  /// Pictures made since the start, for measuring.
  std::uint64_t decoded() const { return decoded_; }

 private:
  void make_queue();
  void show_place(std::uint32_t place);

  int columns_ = 0, rows_ = 0, width_ = 0;
  std::vector<float> codes_;
  std::vector<std::uint8_t> tiles_;       // (rows * columns, 784)
  std::vector<std::uint64_t> made_with_;  // weights of each picture, 0: none yet
  std::vector<std::uint32_t> queue_;      // places to decode, in order
  std::vector<bool> changed_;             // by row
  int unmade_ = 0;                        // places without a picture of their own
  std::size_t next_ = 0;
  std::uint64_t weights_ = 1, version_ = 1, decoded_ = 0;
  BatchPacer pacer_;
  InferenceScratch scratch_;
  std::vector<float> batch_codes_, batch_pixels_;
};

/// Pixels in the network's range to grey bytes; what lies outside the range is clamped.
void to_grey(PixelRange range, std::span<const float> pixels, std::span<std::uint8_t> grey);

}  // namespace hourglass
