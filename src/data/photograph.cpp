#include "data/photograph.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <optional>
#include <utility>

#include "data/components.h"
#include "data/drawing_parts.h"
#include "data/ground.h"
#include "data/ruled_lines.h"

namespace hourglass {
namespace {

constexpr int kSmallSide = 64;                 // of a picture that is no photograph
constexpr int kLeastWindow = 7;                // pixels
constexpr float kDarkestGround = 24;           // grey levels: below, a share of the ground's light says nothing
constexpr float kLeastContrast = 0.04f;        // share of the ground's light: a pencil that is hardly seen
constexpr float kNoises = 5;                   // standard deviations of the grain that ink must exceed
constexpr double kGrowth = 0.8;                // of the ink at the next scale: less, and strokes were not filled
constexpr double kSheetFilled = 0.7;           // of its box, and
constexpr double kSheetPart = 0.3;             // ... of the picture: what covers as much is paper
constexpr double kLeastThickness = 0.1;        // of strokes, as a share of the drawing's longer side
constexpr float kNone = 0.25f, kFull = 0.85f;  // shares of the strokes' contrast between which ink is grey
constexpr std::array<int, 4> kScales = {12, 6, 4, 2};  // parts of the shorter side that the window is one of

Rectangle whole_of(const Picture& picture) {
  return {0, 0, static_cast<double>(picture.width), static_cast<double>(picture.height)};
}

/// The crop as floats, shrunk to the working size.
struct Working {
  int width = 0, height = 0;
  std::vector<float> grey;
};

Working shrunk_crop(const Picture& picture, Rectangle crop, int side) {
  const int left = static_cast<int>(std::clamp(std::floor(crop.left), 0.0, static_cast<double>(picture.width)));
  const int top = static_cast<int>(std::clamp(std::floor(crop.top), 0.0, static_cast<double>(picture.height)));
  const int right = static_cast<int>(std::clamp(std::ceil(crop.right), 0.0, static_cast<double>(picture.width)));
  const int bottom = static_cast<int>(std::clamp(std::ceil(crop.bottom), 0.0, static_cast<double>(picture.height)));
  const int width = right - left, height = bottom - top;
  if (width <= 0 || height <= 0) return {};
  std::vector<float> part;
  part.reserve(static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
  for (int y = top; y < bottom; ++y) {
    const auto row = picture.pixels.begin() + (static_cast<std::ptrdiff_t>(y) * picture.width + left);
    part.insert(part.end(), row, row + width);
  }
  const double scale = std::min(1.0, std::max(side, kSmallSide) / static_cast<double>(std::max(width, height)));
  if (scale == 1.0) return {width, height, std::move(part)};
  const int across = std::max(1, static_cast<int>(std::lround(width * scale)));
  const int down = std::max(1, static_cast<int>(std::lround(height * scale)));
  return {across, down,
          resample_area({part, width, height}, {0, 0, static_cast<double>(width), static_cast<double>(height)}, across,
                        down)};
}

float middle_of(std::vector<float> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

float share_below(std::vector<float> values, double share) {
  const auto at = static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), values.begin() + at, values.end());
  return values[static_cast<std::size_t>(at)];
}

/// The value that parts two classes with the largest variance between them (Otsu 1979).
float parting_value(std::span<const float> values) {
  constexpr int kBins = 128;
  const auto [least, most] = std::minmax_element(values.begin(), values.end());
  const float low = *least, range = *most - *least;
  if (!(range > 0)) return low;
  std::array<double, kBins> counts{};
  for (const float v : values)
    ++counts[static_cast<std::size_t>(std::min(kBins - 1, static_cast<int>((v - low) / range * kBins)))];
  double all = 0, all_moment = 0;
  for (int i = 0; i < kBins; ++i) {
    all += counts[static_cast<std::size_t>(i)];
    all_moment += i * counts[static_cast<std::size_t>(i)];
  }
  double below = 0, below_moment = 0, best = -1;
  int at = 0;
  for (int i = 0; i + 1 < kBins; ++i) {
    below += counts[static_cast<std::size_t>(i)];
    below_moment += i * counts[static_cast<std::size_t>(i)];
    if (below == 0 || below == all) continue;
    const double apart = below_moment / below - (all_moment - below_moment) / (all - below);
    const double between = below * (all - below) * apart * apart;
    if (between > best) best = between, at = i;
  }
  return low + range * static_cast<float>(at + 1) / kBins;
}

/// How much of the ground's light each pixel lacks, 0 to 1.
std::vector<float> lacking_light(const std::vector<float>& smooth, const Working& work, int window) {
  std::vector<float> ink = ground_of(smooth, work.width, work.height, window);
  for (std::size_t i = 0; i < ink.size(); ++i) {
    const float ground = std::max(ink[i], kDarkestGround);
    ink[i] = std::max(0.0f, (ink[i] - smooth[i]) / ground);
  }
  return ink;
}

/// The drawing as one tone and one scale show it.
struct Attempt {
  FoundDrawing drawing;
  Component box;
  bool settled = false;     // the next scale shows no more of it
  double amount = 0;        // of ink
  float contrast = 0;       // of the strokes
  std::vector<bool> ink;    // pixels that are its strokes
  std::vector<float> lack;  // of the ground's light, each pixel
};

std::optional<Attempt> attempt(const Working& work, const std::vector<float>& smooth, int window,
                               const PhotographOptions& options) {
  std::vector<float> lack = lacking_light(smooth, work, window);
  const float usual = middle_of(lack);
  std::vector<float> apart(lack.size());
  std::transform(lack.begin(), lack.end(), apart.begin(), [&](float v) { return std::abs(v - usual); });
  const float grain = 1.4826f * middle_of(std::move(apart));
  const float floor = usual + std::max(kNoises * grain, kLeastContrast);

  std::vector<float> above;
  for (const float v : lack)
    if (v > floor) above.push_back(v);
  if (above.size() < 4) return std::nullopt;
  const float threshold = std::max(floor, 0.6f * parting_value(above));
  const auto darker_than = [&](float least) {
    Mask mask{work.width, work.height, std::vector<std::uint8_t>(lack.size())};
    std::transform(lack.begin(), lack.end(), mask.on.begin(),
                   [&](float v) { return static_cast<std::uint8_t>(v > least); });
    return mask;
  };

  Attempt result;
  Mask mask = darker_than(threshold);
  Mask away{work.width, work.height, std::vector<std::uint8_t>(lack.size(), 0)};
  if (options.remove_lines) {
    // Lines that are too faint for the threshold still would hang on strokes as their soft edges.
    away = ruled_lines(darker_than(std::max(floor, 0.4f * threshold)), lack);
    for (std::size_t i = 0; i < lack.size(); ++i) {
      if (away.on[i]) mask.on[i] = 0;
      result.drawing.lines += away.on[i];
    }
  }
  const Components found = components_of(mask, lack);
  const auto chosen = drawing_among(found, mask);
  if (!chosen) return std::nullopt;

  std::vector<float> strokes;
  result.ink.assign(lack.size(), false);
  for (std::size_t i = 0; i < lack.size(); ++i) {
    const int part = found.of_pixel[i];
    if (part < 0 || !chosen->parts[static_cast<std::size_t>(part)]) continue;
    result.ink[i] = true;
    strokes.push_back(lack[i]);
  }
  result.contrast = share_below(strokes, 0.8);
  const float none = std::max(kNone * result.contrast, 0.8f * floor);
  const float full = std::max(kFull * result.contrast, none + 0.01f);

  // The soft edge of a stroke lies below the threshold: within two pixels of it, and in no line that was taken away.
  FoundDrawing& drawing = result.drawing;
  drawing.width = work.width, drawing.height = work.height, drawing.others = chosen->others;
  drawing.ink.assign(lack.size(), 0.0f);
  const int edge = std::max(1, std::max(work.width, work.height) / 256);
  const Component& box = chosen->box;
  for (int y = std::max(0, box.top - edge); y < std::min(work.height, box.bottom + edge); ++y) {
    for (int x = std::max(0, box.left - edge); x < std::min(work.width, box.right + edge); ++x) {
      const std::size_t at = static_cast<std::size_t>(y) * work.width + x;
      bool near = result.ink[at];
      for (int ny = std::max(0, y - edge); !near && ny <= std::min(work.height - 1, y + edge); ++ny)
        for (int nx = std::max(0, x - edge); !near && nx <= std::min(work.width - 1, x + edge); ++nx)
          near = result.ink[static_cast<std::size_t>(ny) * work.width + nx];
      if (!near || (away.on[at] && !result.ink[at])) continue;
      drawing.ink[at] = std::clamp((lack[at] - none) / (full - none), 0.0f, 1.0f);
      result.amount += drawing.ink[at];
    }
  }
  result.box = box;
  result.lack = std::move(lack);
  return result;
}

bool same_box(const Attempt& a, const Attempt& b) {
  const auto near = [](int u, int v) { return std::abs(u - v) <= 3; };
  return near(a.box.left, b.box.left) && near(a.box.right, b.box.right) && near(a.box.top, b.box.top) &&
         near(a.box.bottom, b.box.bottom);
}

/// At the finest scale whose ground fills the strokes: at a finer one ink is missing that the next one shows.
std::optional<Attempt> best_scale(const Working& work, const std::vector<float>& smooth,
                                  const PhotographOptions& options) {
  std::optional<Attempt> best;
  for (const int parts : kScales) {
    const int window = std::max(kLeastWindow, std::min(work.width, work.height) / parts) | 1;
    auto next = attempt(work, smooth, window, options);
    if (!next) continue;
    if (best && best->amount >= kGrowth * next->amount) {
      // Where strokes meet the ground may still have lacked the window: the next one fills it, if that is all it does.
      auto& settled = same_box(*best, *next) && next->amount > best->amount ? next : best;
      settled->settled = true;
      return std::move(settled);
    }
    best = std::move(next);
  }
  return best;
}

/// Whether the surroundings of the drawing are its ground, in `smooth` where ink is dark: not where bays and holes
/// between strokes were taken for ink.
bool stands_on_ground(const Attempt& found, const Working& work, const std::vector<float>& smooth) {
  std::vector<float> strokes, grounds, around;
  const Component& box = found.box;
  const int margin = std::max(3, std::max(box.width(), box.height()) / 8);
  for (int y = std::max(0, box.top - margin); y < std::min(work.height, box.bottom + margin); ++y) {
    for (int x = std::max(0, box.left - margin); x < std::min(work.width, box.right + margin); ++x) {
      const std::size_t at = static_cast<std::size_t>(y) * work.width + x;
      if (found.ink[at]) {
        strokes.push_back(smooth[at]);
        grounds.push_back(smooth[at] / std::max(0.05f, 1 - found.lack[at]));
      } else if (x < box.left - 1 || y < box.top - 1 || x > box.right || y > box.bottom)
        around.push_back(smooth[at]);
    }
  }
  if (strokes.empty() || around.empty()) return true;
  return middle_of(std::move(around)) > (middle_of(std::move(strokes)) + middle_of(std::move(grounds))) / 2;
}

bool contains(const Component& a, const Component& b) {
  return a.left <= b.left && a.top <= b.top && a.right >= b.right && a.bottom >= b.bottom;
}

double box_of(const Attempt& a) { return static_cast<double>(a.box.width()) * a.box.height(); }

/// A light sheet with dark strokes on it is a drawing in neither tone.
bool is_sheet(const Attempt& a, const Working& work) {
  return a.amount > kSheetFilled * box_of(a) && box_of(a) > kSheetPart * work.width * work.height;
}

/// Whether the drawing is `a` rather than `b`, which is what the other tone shows: a sheet that fills up scale by
/// scale, or the holes and bays between strokes, which stand around them.
bool better_tone(const Attempt& a, const Attempt& b, const Working& work) {
  if (is_sheet(a, work) != is_sheet(b, work)) return is_sheet(b, work);
  if (a.settled != b.settled) return a.settled;
  if (contains(a.box, b.box) != contains(b.box, a.box)) return contains(a.box, b.box);
  return box_of(a) * a.contrast >= box_of(b) * b.contrast;
}

/// A fine pen on a large sheet leaves strokes that would be a shadow in 28x28 pixels: they are made as thick as a share
/// of the drawing's longer side, round about each of their pixels.
void thicken(FoundDrawing& drawing, const Component& box, const std::vector<bool>& strokes) {
  const auto at = [&](int x, int y) { return static_cast<std::size_t>(y) * drawing.width + x; };
  double area = 0, border = 0;
  for (int y = box.top; y < box.bottom; ++y) {
    for (int x = box.left; x < box.right; ++x) {
      if (!strokes[at(x, y)]) continue;
      ++area;
      const bool inside = x > 0 && y > 0 && x + 1 < drawing.width && y + 1 < drawing.height && strokes[at(x - 1, y)] &&
                          strokes[at(x + 1, y)] && strokes[at(x, y - 1)] && strokes[at(x, y + 1)];
      if (!inside) ++border;
    }
  }
  // Both sides of a stroke are border.
  const double thickness = 2 * area / std::max(1.0, border);
  const double wanted = kLeastThickness * std::max(box.width(), box.height());
  const int reach = static_cast<int>(std::lround((wanted - thickness) / 2));
  if (reach < 1) return;
  const std::vector<float> thin = drawing.ink;
  for (int y = 0; y < drawing.height; ++y) {
    for (int x = 0; x < drawing.width; ++x) {
      const float ink = thin[at(x, y)];
      if (!(ink > 0)) continue;
      for (int ny = std::max(0, y - reach); ny <= std::min(drawing.height - 1, y + reach); ++ny) {
        for (int nx = std::max(0, x - reach); nx <= std::min(drawing.width - 1, x + reach); ++nx) {
          if ((nx - x) * (nx - x) + (ny - y) * (ny - y) <= reach * reach)
            drawing.ink[at(nx, ny)] = std::max(drawing.ink[at(nx, ny)], ink);
        }
      }
    }
  }
}

std::optional<Attempt> in_tone(const Working& work, bool light, const PhotographOptions& options) {
  std::vector<float> smooth = work.grey;
  if (light)
    for (float& v : smooth) v = 255.0f - v;
  smooth = box_mean(smooth, work.width, work.height, std::max(work.width, work.height) > 200 ? 1 : 0);
  auto found = best_scale(work, smooth, options);
  if (!found || (options.tone == InkTone::automatic && !stands_on_ground(*found, work, smooth))) return std::nullopt;
  found->drawing.light = light;
  return found;
}

}  // namespace

std::expected<FoundDrawing, Error> find_drawing(const Picture& picture, Rectangle crop,
                                                const PhotographOptions& options) {
  const bool whole =
      picture.width > 0 && picture.height > 0 &&
      picture.pixels.size() == static_cast<std::size_t>(picture.width) * static_cast<std::size_t>(picture.height);
  const Working work = whole ? shrunk_crop(picture, crop, options.side) : Working{};
  std::optional<Attempt> dark, light;
  if (!work.grey.empty()) {
    if (options.tone != InkTone::light) dark = in_tone(work, false, options);
    if (options.tone != InkTone::dark) light = in_tone(work, true, options);
  }
  if (!dark && !light)
    return fail("No drawing was found in this picture: nothing on it stands out from its ground as strokes do.");
  Attempt& found = dark && (!light || better_tone(*dark, *light, work)) ? *dark : *light;
  thicken(found.drawing, found.box, found.ink);
  return std::move(found.drawing);
}

std::expected<FoundDrawing, Error> find_drawing(const Picture& picture, const PhotographOptions& options) {
  return find_drawing(picture, whole_of(picture), options);
}

bool is_plain(const Picture& picture) {
  const int width = picture.width, height = picture.height;
  if (std::max(width, height) <= kSmallSide) return true;
  const auto black = [&](int x, int y) {
    return picture
               .pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)] ==
           0;
  };
  for (int x = 0; x < width; ++x)
    if (!black(x, 0) || !black(x, height - 1)) return false;
  for (int y = 0; y < height; ++y)
    if (!black(0, y) || !black(width - 1, y)) return false;
  const auto grounds = std::count(picture.pixels.begin(), picture.pixels.end(), std::uint8_t{0});
  return 2 * static_cast<std::size_t>(grounds) >= picture.pixels.size();
}

std::expected<ReadPicture, Error> read_picture(const Picture& picture, Rectangle crop, const PhotographOptions& options,
                                               const FramingOptions& framing) {
  const auto drawing = find_drawing(picture, crop, options);
  if (!drawing) return std::unexpected(drawing.error());
  ReadPicture read{frame_ink(drawing->view(), framing), {}};
  if (drawing->others) read.note = "There is more than one drawing in this picture; the one near its middle was taken.";
  return read;
}

std::expected<ReadPicture, Error> read_picture(const Picture& picture, const PhotographOptions& options,
                                               const FramingOptions& framing) {
  if (!is_plain(picture)) return read_picture(picture, whole_of(picture), options, framing);
  const Image image = frame_picture(picture, framing);
  if (std::any_of(image.begin(), image.end(), [](std::uint8_t v) { return v != 0; })) return ReadPicture{image, {}};
  return fail("Nothing is drawn in that picture, as far as can be told from its ground.");
}

Picture on_opaque_ground(Picture grey, std::span<const std::uint8_t> alpha) {
  if (grey.pixels.size() != alpha.size()) return {};
  double light = 0, seen = 0;
  for (std::size_t i = 0; i < alpha.size(); ++i) {
    light += static_cast<double>(alpha[i]) * grey.pixels[i];
    seen += alpha[i];
  }
  const int ground = light > 127.5 * seen ? 0 : 255;
  for (std::size_t i = 0; i < alpha.size(); ++i) {
    const int over = grey.pixels[i] * alpha[i] + ground * (255 - alpha[i]);
    grey.pixels[i] = static_cast<std::uint8_t>((over + 127) / 255);
  }
  return grey;
}

}  // namespace hourglass
