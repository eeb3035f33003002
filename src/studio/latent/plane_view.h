// MapView: which part of the code plane the map shows, and how a place in the plane becomes a place on the screen.
// Every change is eased, so that the eye keeps its bearings; the arithmetic is testable without a screen.
#pragma once

#include <span>

namespace hourglass {

struct PlanePoint {
  float x = 0, y = 0;
  bool operator==(const PlanePoint&) const = default;
};

/// A rectangle of the code plane, y up; x0 < x1 and y0 < y1.
struct PlaneBox {
  float x0 = -1, y0 = -1, x1 = 1, y1 = 1;
  float width() const { return x1 - x0; }
  float height() const { return y1 - y0; }
  bool contains(PlanePoint p) const { return p.x >= x0 && p.x <= x1 && p.y >= y0 && p.y <= y1; }
  bool operator==(const PlaneBox&) const = default;
};

/// The box in which at least 95% of the points (n x, y pairs) lie, and as many of the others as a little more on
/// each side takes in: a few strays must not squeeze the rest into a corner. No points, or all on one place: a box of
/// one unit and more around them.
PlaneBox box_of(std::span<const float> xy);
/// The box of all points, however far some are.
PlaneBox box_of_all(std::span<const float> xy);

class MapView {
 public:
  /// The panel's rectangle in CSS pixels, y down.
  void set_screen(float x, float y, float width, float height);

  /// Shows `box` with a margin around it. The axes are stretched alike while the box is not more than three times as
  /// long in one as in the other (given the panel's shape), so that distances can be compared; beyond that each fills
  /// its side. `at_once` skips the easing (a first picture has nothing to come from).
  void fit(const PlaneBox& box, bool at_once = false);
  /// Shows `box` and no margin, as a view that was moved by hand: what heading_for() was. `alike`: both axes at one
  /// scale.
  void show(const PlaneBox& box, bool alike);
  /// Lets each axis fill its side whatever the box: for a line, whose height means nothing.
  void set_free_axes(bool free);
  /// Factor above 1 comes closer; the place under (x, y) on the screen stays there. `at_once`: under two fingers.
  void zoom(float factor, float x, float y, bool at_once = false);
  /// Screen pixels that the finger moved.
  void pan(float dx, float dy);
  /// True while the person has moved the view away from what was fitted.
  bool moved_by_hand() const { return moved_; }

  /// One frame's worth of easing; true while the view still moves. `seconds` since the last call.
  bool ease(float seconds);

  float width() const { return width_; }
  float height() const { return height_; }
  PlanePoint to_plane(float x, float y) const;
  /// Screen place in CSS pixels.
  PlanePoint to_screen(PlanePoint p) const;
  PlaneBox visible() const;
  /// What is visible once the easing has ended.
  PlaneBox heading_for() const;
  /// What fit() was last given.
  const PlaneBox& fitted_box() const { return box_; }
  /// How much closer than the fit: 1 as fitted.
  float closeness() const;
  /// Plane units of a screen pixel, in x and y.
  PlanePoint unit() const;

 private:
  struct State {
    double cx = 0, cy = 0;      // plane point in the panel's middle
    double sx = 100, sy = 100;  // pixels a plane unit
  };
  State fitted(const PlaneBox& box) const;

  float x_ = 0, y_ = 0, width_ = 1, height_ = 1;
  State shown_, wanted_;
  PlaneBox box_;
  bool moved_ = false;
  bool free_axes_ = false;
  bool has_fit_ = false;
};

}  // namespace hourglass
