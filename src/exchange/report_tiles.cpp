// The pictures of a report that show images: the sweep, and samples above their reconstructions.
#include <algorithm>

#include "data/image_set.h"
#include "exchange/report_parts.h"
#include "explore/embed.h"
#include "explore/sweep.h"

namespace hourglass {
namespace {

constexpr int kFittedValues = 20;  // a side, as the page sweeps
constexpr int kSweepRow = 10;      // tiles of a code of one number

/// The first two numbers of each code.
std::vector<float> first_two(const std::vector<float>& codes, std::size_t width) {
  std::vector<float> pairs;
  for (std::size_t i = 0; i + width <= codes.size(); i += width) {
    pairs.push_back(codes[i]);
    pairs.push_back(width > 1 ? codes[i + 1] : 0.0f);
  }
  return pairs;
}

Argument end_of(const std::vector<float>& values) {
  return in_decimals(values.empty() ? 0.0 : static_cast<double>(values.back()), 2);
}
Argument start_of(const std::vector<float>& values) {
  return in_decimals(values.empty() ? 0.0 : static_cast<double>(values.front()), 2);
}

/// Images (m, 784) above what the network makes of them.
std::string above_reconstructions(const ReportPage& page, const std::vector<std::uint8_t>& pixels,
                                  const Sentence& caption) {
  ImageSet set;
  set.pixels = pixels;
  std::vector<std::uint32_t> all(set.size());
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<std::uint32_t>(i);
  if (all.empty() || pixels.size() % kImagePixels != 0) return {};
  std::vector<std::uint8_t> tiles = pixels;
  const auto rebuilt = decode_to_bytes(page.network(), embed(page.network(), set, all));
  tiles.insert(tiles.end(), rebuilt.begin(), rebuilt.end());
  const Picture picture = sweep_picture(tiles, static_cast<int>(all.size()), 2, 3, 3);
  return report_figure(report_image(picture, page.say("Images and their reconstructions")), page.say(caption));
}

}  // namespace

std::string report_sweep(const ReportPage& page) {
  const NetworkSpec& spec = page.network().spec;
  const int width = spec.code_width();
  SweepRanges ranges;
  if (!page.material.codes.empty())
    ranges = sweep_fit(first_two(page.material.codes, static_cast<std::size_t>(width)), kFittedValues);
  if (!validate(ranges.x) || !validate(ranges.y)) ranges = {};
  const std::vector<float> xs = sweep_values(ranges.x), ys = sweep_values(ranges.y);
  const std::vector<float> codes = sweep_codes(spec, 0, width > 1 ? 1 : 0, xs, ys);
  int columns = static_cast<int>(xs.size()), rows = static_cast<int>(ys.size());
  if (width == 1) columns = std::min(columns, kSweepRow), rows = static_cast<int>(xs.size()) / std::max(1, columns);
  std::vector<std::uint8_t> tiles = decode_to_bytes(page.network(), codes);
  tiles.resize(static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows) * kImagePixels);
  const Sentence caption = width == 1 ? say("What the decoder makes of codes from {0} to {1}, read like lines of text.",
                                            start_of(xs), end_of(xs))
                           : width == 2 ? say("What the decoder makes of a grid of codes: the first number from {0} to "
                                              "{1} across, the second from {2} "
                                              "to {3} up.",
                                              start_of(xs), end_of(xs), start_of(ys), end_of(ys))
                                        : say("What the decoder makes of a grid of codes: the first number from {0} to "
                                              "{1} across, the second from {2} "
                                              "to {3} up, all others {4}.",
                                              start_of(xs), end_of(xs), start_of(ys), end_of(ys),
                                              in_number(spec.code == Activation::sigmoid ? 0.5 : 0.0));
  return report_figure(report_image(sweep_picture(tiles, columns, rows), page.say("Decoded codes")), page.say(caption));
}

std::string report_samples(const ReportPage& page) {
  const ReportMaterial& material = page.material;
  std::string out = above_reconstructions(page, material.samples,
                                          say("Held-out images, and below each what the network makes of it."));
  if (!material.worst.empty() && !material.worst_errors.empty())
    out += above_reconstructions(page, material.worst,
                                 say("Those that the network rebuilds worst, with squared errors from {0} down to {1}.",
                                     in_decimals(static_cast<double>(material.worst_errors.front()), 1),
                                     in_decimals(static_cast<double>(material.worst_errors.back()), 1)));
  return out;
}

}  // namespace hourglass
