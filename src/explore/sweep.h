// Sweep: a grid over two numbers of the code, as the posts draw it: from, to, step, the end left out or taken in.
// Command line, sweep panel and scripts share these ranges and so count alike.
#pragma once

#include <cstdint>
#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "data/picture.h"
#include "math/error.h"
#include "model/network_spec.h"

namespace hourglass {

struct SweepRange {
  double from = -1, to = 1, step = 0.2;
  bool include_end = false;
  bool operator==(const SweepRange&) const = default;
};

inline constexpr int kLargestSweep = 40;  ///< values a side

/// Refuses what is not finite, a step that is not positive, an end that is not above the start, and more than
/// `at_most` values, with a sentence.
std::expected<void, Error> validate(const SweepRange& range, int at_most = kLargestSweep);
/// Number of values of a valid range. -1 to 1 in steps of 0.2 has 10, or 11 with its end.
int sweep_count(const SweepRange& range);
/// The values, lowest first; each is from + i * step, computed in double.
std::vector<float> sweep_values(const SweepRange& range);

/// "-1:1:0.2". Errors name what was expected.
std::expected<SweepRange, Error> parse_sweep_range(std::string_view text, bool include_end = false);
std::string to_text(const SweepRange& range);

/// The quantiles of the unit normal at (i + 1/2) / count, lowest first: places that are equally likely, as Kingma &
/// Welling (2014, figure 4) sweep a variational code.
std::vector<float> normal_quantiles(int count);

/// (rows * columns, 2) codes of values across and up, lowest first, row by row as they are seen: the first row has the
/// largest y.
std::vector<float> sweep_codes(std::span<const float> xs, std::span<const float> ys);

/// Codes (rows * columns, k) of the same grid over two numbers of a code of any width, counted from 0 and within it.
/// All others are 0, or 0.5 where the code is a sigmoid's. A code of one number has no second: its codes are `xs`.
std::vector<float> sweep_codes(const NetworkSpec& spec, int across, int up, std::span<const float> xs,
                               std::span<const float> ys);

/// A range that covers low..high with at most `count` values on round steps.
SweepRange sweep_over(double low, double high, int count);

/// Ranges of `count` values each that cover all but the outermost two percent of the points (x, y pairs).
struct SweepRanges {
  SweepRange x, y;
};
SweepRanges sweep_fit(std::span<const float> xy, int count);

/// Tiles (rows * columns, 784) as one picture, each pixel drawn `scale` times as large, with `gap` grey pixels between
/// tiles. Tiles of another size give an empty picture.
Picture sweep_picture(std::span<const std::uint8_t> tiles, int columns, int rows, int scale = 1, int gap = 0,
                      std::uint8_t gap_grey = 64);

}  // namespace hourglass
