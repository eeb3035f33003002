// MapPoints: the cloud on the map. Points glide from where they were to where training has moved them; classes can be
// hidden; the point under the pointer can be found. What goes to the graphics card is made here, drawing is not.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "studio/latent/plane_view.h"

namespace hourglass {

/// Classes as bits of one number; all beyond the 63rd share the last.
constexpr std::uint64_t class_bit(unsigned c) { return 1ull << (c < 63 ? c : 63); }
constexpr std::uint64_t class_bits(std::span<const unsigned> classes) {
  std::uint64_t bits = 0;
  for (const unsigned c : classes) bits |= class_bit(c);
  return bits;
}

/// Where the points of one class have their middle: the median in x and in y, which strays do not draw away.
struct ClassMiddle {
  unsigned label = 0;
  std::size_t count = 0;  ///< points of the class
  PlanePoint earlier, later;
};

class MapPoints {
 public:
  /// New places (n x, y pairs) with labels (n, or empty). The same n glides from what is seen now, in `seconds`;
  /// another n appears.
  void show(std::vector<float> xy, std::span<const std::uint8_t> labels, double now, bool glide = true,
            double seconds = kGlide);
  /// Takes the points along into another plane, each to where a map that showed `before` shows it when it shows
  /// `after`.
  void carry(const PlaneBox& before, const PlaneBox& after, double now);
  /// A glide of more than kGlide is under way: news of the places bends it (the same n), it does not begin anew.
  bool crossing(double now) const { return moving(now) && seconds_ > kGlide; }
  void bend(std::vector<float> xy);
  void clear();
  /// class_bit() of each hidden class. Images without labels are never hidden.
  void hide_classes(std::uint64_t hidden);

  /// True while points are on their way.
  bool moving(double now) const;
  /// 0 at the earlier places, 1 at the newest: Graphics' blend.
  float blend(double now) const;

  std::size_t size() const { return later_.size() / 2; }
  std::span<const float> later() const { return later_; }
  std::span<const float> earlier() const { return earlier_; }
  /// (n) for Graphics: 0xff is hidden.
  std::span<const std::uint8_t> classes() const { return classes_; }
  /// Grows when one of the three above has changed.
  std::uint64_t version() const { return version_; }
  PlanePoint place(std::size_t i, double now) const;

  /// The seen point nearest to `p` within `reach` (plane units in x and y), or -1.
  int nearest(PlanePoint p, PlanePoint reach, double now) const;
  /// Seen points of the class.
  std::size_t count(int label) const;
  /// Seen points that lie outside `box` at their newest places.
  std::size_t count_outside(const PlaneBox& box) const;
  /// Of each class that is seen, in the order of the labels.
  const std::vector<ClassMiddle>& middles() const;

  static constexpr double kGlide = 0.45;  ///< seconds that points take to their new places

 private:
  void rest(double now);
  void set_classes();
  void find_middles() const;

  std::vector<float> later_, earlier_;
  std::vector<std::uint8_t> labels_, classes_;
  mutable std::vector<ClassMiddle> middles_;  ///< found when they are asked for, of middles_of_
  mutable std::uint64_t middles_of_ = 0;      ///< version()
  std::uint64_t hidden_ = 0;
  double start_ = -1e9, seconds_ = kGlide;
  std::uint64_t version_ = 1;
};

}  // namespace hourglass
