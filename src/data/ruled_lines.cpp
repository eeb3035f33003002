#include "data/ruled_lines.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

namespace hourglass {
namespace {

constexpr int kSlopes = 49;           // from -0.12 to 0.12, about 7 degrees either way
constexpr double kSlopeStep = 0.005;  // drifts 2.5 pixels over a picture of 512
constexpr int kBin = 2;               // pixels of a line's height that are counted together
constexpr int kMostLines = 200;       // of one direction
constexpr double kLeastShare = 0.3;   // of the picture's width that a line is seen in
constexpr double kNearBorder = 0.04;  // ... that may lie between a line's end and the picture's border
constexpr double kOffTheLine = 2.5;   // pixels between a run and where its line is expected
constexpr double kFollows = 0.2;      // share of that by which a line bends towards the run
constexpr int kLeastParallel = 3;     // lines that end within the picture must be so many
constexpr double kThickerThanLine = 1.6, kDarkerThanLine = 1.5;

/// Ink that is thin from above to below: pixels [top, bottom) of column x.
struct ThinRun {
  int x, top, bottom;
  float strength;  // the mean over its pixels
  bool taken = false;
  double middle() const { return (top + bottom) / 2.0; }
  int thickness() const { return bottom - top; }
};

struct RuledLine {
  std::vector<std::size_t> runs;
  int first = 0, last = 0;  // columns
};

/// Lines that run from left to right.
class LineFinder {
 public:
  LineFinder(const Mask& ink, std::span<const float> strength)
      : ink_(ink),
        bins_(2 * (ink.height + ink.width) / kBin + 4),
        columns_(static_cast<std::size_t>(ink.width) + 1, 0),
        votes_(static_cast<std::size_t>(kSlopes) * static_cast<std::size_t>(bins_), 0) {
    gather(strength);
    for (const ThinRun& run : runs_) vote(run, 1);
  }

  std::vector<RuledLine> find() {
    std::vector<RuledLine> through, within;
    const double need = kLeastShare * ink_.width;
    for (int i = 0; i < kMostLines; ++i) {
      const auto [slope, bin, count] = best();
      if (count < need) break;
      RuledLine line = follow(slope, (bin + 1) * kBin - offset());
      for (const std::size_t run : line.runs) vote(runs_[run], -1);
      forget(slope, bin);
      const int length = line.last - line.first + 1;
      const int seen = static_cast<int>(line.runs.size());
      if (seen < need || 2 * seen < length) continue;
      const double edge = kNearBorder * ink_.width;
      const bool left = line.first <= edge, right = line.last >= ink_.width - 1 - edge;
      if ((left && right) || ((left || right) && 2 * length >= ink_.width))
        through.push_back(std::move(line));
      else if (free_end(line, line.first, -1) && free_end(line, line.last, 1))
        within.push_back(std::move(line));
    }
    // A bar of a letter is no line of the paper; several of one kind are.
    if (static_cast<int>(within.size()) >= kLeastParallel || !through.empty())
      for (RuledLine& line : within) through.push_back(std::move(line));
    return through;
  }

  void mark(const RuledLine& line, std::vector<ThinRun>& into) const {
    std::vector<double> thickness, strength;
    for (const std::size_t run : line.runs) {
      thickness.push_back(runs_[run].thickness());
      strength.push_back(runs_[run].strength);
    }
    const auto middle = static_cast<std::ptrdiff_t>(line.runs.size() / 2);
    std::nth_element(thickness.begin(), thickness.begin() + middle, thickness.end());
    std::nth_element(strength.begin(), strength.begin() + middle, strength.end());
    const double thickest = kThickerThanLine * thickness[line.runs.size() / 2] + 1;
    const double darkest = kDarkerThanLine * strength[line.runs.size() / 2];
    for (const std::size_t run : line.runs)
      if (runs_[run].thickness() <= thickest && runs_[run].strength <= darkest) into.push_back(runs_[run]);
  }

 private:
  struct Peak {
    int slope, bin, count;
  };

  void gather(std::span<const float> strength) {
    const int thin = std::max(3, std::max(ink_.width, ink_.height) / 64);
    for (int x = 0; x < ink_.width; ++x) {
      columns_[static_cast<std::size_t>(x)] = runs_.size();
      for (int y = 0; y < ink_.height;) {
        if (!ink_.at(x, y)) {
          ++y;
          continue;
        }
        const int top = y;
        float sum = 0;
        for (; y < ink_.height && ink_.at(x, y); ++y) sum += strength[static_cast<std::size_t>(y) * ink_.width + x];
        if (y - top <= thin) runs_.push_back({x, top, y, sum / static_cast<float>(y - top)});
      }
    }
    columns_.back() = runs_.size();
  }

  static double slope_of(int index) { return (index - kSlopes / 2) * kSlopeStep; }
  /// Added to a line's height in the picture's middle, so that no height is negative.
  double offset() const { return ink_.width + ink_.height / 2.0; }
  int& votes(int slope, int bin) {
    return votes_[static_cast<std::size_t>(slope) * static_cast<std::size_t>(bins_) + static_cast<std::size_t>(bin)];
  }
  /// For all lines through the run (Hough 1962; Duda and Hart 1972).
  void vote(const ThinRun& run, int by) {
    for (int slope = 0; slope < kSlopes; ++slope) {
      const double height = run.middle() - slope_of(slope) * (run.x - ink_.width / 2.0) + offset();
      votes(slope, std::clamp(static_cast<int>(height / kBin), 0, bins_ - 1)) += by;
    }
  }
  /// Two neighbouring bins count together: a line may lie on their border.
  Peak best() {
    Peak peak{0, 0, 0};
    for (int slope = 0; slope < kSlopes; ++slope) {
      for (int bin = 0; bin + 1 < bins_; ++bin) {
        const int count = votes(slope, bin) + votes(slope, bin + 1);
        if (count > peak.count) peak = {slope, bin, count};
      }
    }
    return peak;
  }
  /// What did not follow the line from these bins is not asked again.
  void forget(int slope, int bin) { votes(slope, bin) = votes(slope, bin + 1) = -ink_.width; }

  /// From the picture's middle to both sides; `height` is the line's there.
  RuledLine follow(int slope, double height) {
    RuledLine line;
    line.first = ink_.width, line.last = -1;
    for (const int way : {1, -1}) {
      double bend = 0;
      for (int x = ink_.width / 2 - (way < 0 ? 1 : 0); x >= 0 && x < ink_.width; x += way) {
        const double expected = height + slope_of(slope) * (x - ink_.width / 2.0) + bend;
        std::size_t nearest = runs_.size();
        for (std::size_t i = columns_[static_cast<std::size_t>(x)]; i < columns_[static_cast<std::size_t>(x) + 1];
             ++i) {
          if (runs_[i].taken) continue;
          if (nearest == runs_.size() ||
              std::abs(runs_[i].middle() - expected) < std::abs(runs_[nearest].middle() - expected))
            nearest = i;
        }
        if (nearest == runs_.size() || std::abs(runs_[nearest].middle() - expected) > kOffTheLine) continue;
        bend += kFollows * (runs_[nearest].middle() - expected);
        runs_[nearest].taken = true;
        line.runs.push_back(nearest);
        line.first = std::min(line.first, x), line.last = std::max(line.last, x);
      }
    }
    return line;
  }

  /// Whether nothing hangs on the line's end in column `x`, as the stem of a letter would.
  bool free_end(const RuledLine& line, int x, int way) const {
    const auto end =
        std::find_if(line.runs.begin(), line.runs.end(), [&](std::size_t run) { return runs_[run].x == x; });
    if (end == line.runs.end()) return true;
    const int y = static_cast<int>(runs_[*end].middle());
    for (int step = 1; step <= 3; ++step) {
      const int at = x + way * step;
      if (at < 0 || at >= ink_.width) continue;
      for (int near = std::max(0, y - 2); near <= std::min(ink_.height - 1, y + 2); ++near)
        if (ink_.at(at, near)) return false;
    }
    return true;
  }

  const Mask& ink_;
  int bins_;
  std::vector<ThinRun> runs_;         // column by column
  std::vector<std::size_t> columns_;  // where each column's begin
  std::vector<int> votes_;            // (slope, bin)
};

Mask lying_on_its_side(const Mask& mask) {
  Mask out{mask.height, mask.width, std::vector<std::uint8_t>(mask.on.size())};
  for (int y = 0; y < mask.height; ++y)
    for (int x = 0; x < mask.width; ++x)
      out.on[static_cast<std::size_t>(x) * mask.height + y] = mask.on[static_cast<std::size_t>(y) * mask.width + x];
  return out;
}

std::vector<ThinRun> runs_of_lines(const Mask& ink, std::span<const float> strength) {
  std::vector<ThinRun> runs;
  LineFinder finder(ink, strength);
  for (const RuledLine& line : finder.find()) finder.mark(line, runs);
  return runs;
}

}  // namespace

Mask ruled_lines(const Mask& ink, std::span<const float> strength) {
  Mask lines{ink.width, ink.height, std::vector<std::uint8_t>(ink.on.size(), 0)};
  if (ink.width <= 0 || ink.height <= 0) return lines;
  for (const ThinRun& run : runs_of_lines(ink, strength))
    for (int y = run.top; y < run.bottom; ++y) lines.on[static_cast<std::size_t>(y) * ink.width + run.x] = 1;
  // Lines from above to below are lines from left to right of the picture on its side.
  std::vector<float> on_its_side(strength.size());
  for (int y = 0; y < ink.height; ++y)
    for (int x = 0; x < ink.width; ++x)
      on_its_side[static_cast<std::size_t>(x) * ink.height + y] = strength[static_cast<std::size_t>(y) * ink.width + x];
  for (const ThinRun& run : runs_of_lines(lying_on_its_side(ink), on_its_side))
    for (int x = run.top; x < run.bottom; ++x) lines.on[static_cast<std::size_t>(run.x) * ink.width + x] = 1;
  return lines;
}

}  // namespace hourglass
