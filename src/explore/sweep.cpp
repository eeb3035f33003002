#include "explore/sweep.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numbers>
#include <optional>

#include "data/image_set.h"
#include "text/number.h"

namespace hourglass {
namespace {

constexpr double kSlack = 1e-6;  // of a step: 0.2 is not a whole number of binary fractions

std::string six_digits(double v) {
  char text[32];
  std::snprintf(text, sizeof text, "%.6g", v);
  return text;
}

Argument number(double v) { return in_number(std::strtod(six_digits(v).c_str(), nullptr)); }

double exact_count(const SweepRange& r) {
  const double steps = (r.to - r.from) / r.step;
  return r.include_end ? std::floor(steps + kSlack) + 1 : std::ceil(steps - kSlack);
}

SweepRange fit_axis(std::vector<float>& values, int count) {
  if (values.empty()) return {};
  const std::size_t strays = values.size() / 50;
  const auto at = [&](std::size_t i) {
    const auto it = values.begin() + static_cast<std::ptrdiff_t>(i);
    std::nth_element(values.begin(), it, values.end());
    return *it;
  };
  const float low = at(strays), high = at(values.size() - 1 - strays);
  if (high - low < 1e-6f) return sweep_over(low - 0.5, low + 0.5, count);
  return sweep_over(low, high, count);
}

}  // namespace

std::expected<void, Error> validate(const SweepRange& r, int at_most) {
  if (!std::isfinite(r.from) || !std::isfinite(r.to) || !std::isfinite(r.step)) {
    return fail("A sweep needs three ordinary numbers: from, to and step.");
  }
  if (!(r.step > 0)) return fail("The step must be above 0.");
  if (!(r.to > r.from)) return fail("The end must be above the start, {0}.", number(r.from));
  const double count = exact_count(r);
  if (count > at_most) {
    return fail("That would be {0} values; at most {1} fit: take a larger step or a shorter range.", number(count),
                at_most);
  }
  return {};
}

int sweep_count(const SweepRange& range) { return static_cast<int>(exact_count(range)); }

std::vector<float> sweep_values(const SweepRange& range) {
  std::vector<float> values;
  const int n = sweep_count(range);
  for (int i = 0; i < n; ++i) {
    const double v = range.from + i * range.step;
    values.push_back(static_cast<float>(std::abs(v) < kSlack * range.step ? 0.0 : v));
  }
  return values;
}

std::expected<SweepRange, Error> parse_sweep_range(std::string_view text, bool include_end) {
  SweepRange range;
  range.include_end = include_end;
  const auto first = text.find(':');
  const auto second = first == std::string_view::npos ? first : text.find(':', first + 1);
  const auto take = [](std::string_view part, double& into) {
    const std::optional<double> number = parse_number(part);
    if (number) into = *number;
    return number.has_value();
  };
  if (second == std::string_view::npos || !take(text.substr(0, first), range.from) ||
      !take(text.substr(first + 1, second - first - 1), range.to) || !take(text.substr(second + 1), range.step)) {
    return fail("{0} is not a range; expected from:to:step, as in -1:1:0.2.", quote(text));
  }
  if (auto ok = validate(range, 1000); !ok) return std::unexpected(ok.error());
  return range;
}

std::string to_text(const SweepRange& range) {
  return six_digits(range.from) + ":" + six_digits(range.to) + ":" + six_digits(range.step);
}

std::vector<float> normal_quantiles(int count) {
  std::vector<float> values;
  for (int i = 0; i < count; ++i) {
    const double share = (i + 0.5) / count;
    double low = -9, high = 9;
    for (int halvings = 0; halvings < 60; ++halvings) {
      const double middle = (low + high) / 2;
      (0.5 * std::erfc(-middle / std::numbers::sqrt2) < share ? low : high) = middle;
    }
    values.push_back(static_cast<float>((low + high) / 2));
  }
  return values;
}

std::vector<float> sweep_codes(std::span<const float> xs, std::span<const float> ys) {
  std::vector<float> codes;
  codes.reserve(2 * xs.size() * ys.size());
  for (std::size_t r = ys.size(); r-- > 0;) {
    for (const float x : xs) codes.insert(codes.end(), {x, ys[r]});
  }
  return codes;
}

std::vector<float> sweep_codes(const NetworkSpec& spec, int across, int up, std::span<const float> xs,
                               std::span<const float> ys) {
  const auto width = static_cast<std::size_t>(spec.code_width());
  if (width == 1) return {xs.begin(), xs.end()};
  const std::vector<float> points = sweep_codes(xs, ys);
  std::vector<float> codes(points.size() / 2 * width, spec.code == Activation::sigmoid ? 0.5f : 0.0f);
  for (std::size_t i = 0; i < points.size() / 2; ++i) {
    codes[i * width + static_cast<std::size_t>(across)] = points[2 * i];
    codes[i * width + static_cast<std::size_t>(up)] = points[2 * i + 1];
  }
  return codes;
}

SweepRange sweep_over(double low, double high, int count) {
  if (!std::isfinite(low) || !std::isfinite(high) || !(high > low) || count < 2) return {};
  const double least = (high - low) / (count - 1);
  double power = std::pow(10.0, std::floor(std::log10(least)));
  // Steps that read well, from the finest that could do; the start is a whole number of steps.
  SweepRange range;
  range.include_end = true;
  for (int decade = 0; decade < 3; ++decade, power *= 10) {
    for (const double m : {1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0}) {
      range.step = m * power;
      range.from = std::floor(low / range.step + kSlack) * range.step;
      range.to = range.from + range.step * (count - 1);
      if (range.to >= high - kSlack * range.step) return range;
    }
  }
  return range;
}

SweepRanges sweep_fit(std::span<const float> xy, int count) {
  std::vector<float> xs, ys;
  for (std::size_t i = 0; i + 1 < xy.size(); i += 2) {
    if (!std::isfinite(xy[i]) || !std::isfinite(xy[i + 1])) continue;
    xs.push_back(xy[i]);
    ys.push_back(xy[i + 1]);
  }
  return {fit_axis(xs, count), fit_axis(ys, count)};
}

Picture sweep_picture(std::span<const std::uint8_t> tiles, int columns, int rows, int scale, int gap,
                      std::uint8_t gap_grey) {
  Picture picture;
  if (columns <= 0 || rows <= 0 || scale <= 0 || gap < 0 ||
      tiles.size() != static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows) * kImagePixels) {
    return picture;
  }
  const int side = kImageSide * scale;
  picture.width = columns * side + (columns - 1) * gap;
  picture.height = rows * side + (rows - 1) * gap;
  picture.pixels.assign(static_cast<std::size_t>(picture.width) * static_cast<std::size_t>(picture.height), gap_grey);
  for (int r = 0; r < rows; ++r) {
    for (int c = 0; c < columns; ++c) {
      const auto tile = tiles.subspan(static_cast<std::size_t>(r * columns + c) * kImagePixels, kImagePixels);
      for (int y = 0; y < side; ++y) {
        std::uint8_t* out =
            &picture.pixels[static_cast<std::size_t>(r * (side + gap) + y) * static_cast<std::size_t>(picture.width) +
                            static_cast<std::size_t>(c * (side + gap))];
        const std::uint8_t* in = &tile[static_cast<std::size_t>(y / scale * kImageSide)];
        for (int x = 0; x < side; ++x) out[x] = in[x / scale];
      }
    }
  }
  return picture;
}

}  // namespace hourglass
