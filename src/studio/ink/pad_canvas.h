// PadCanvas: the paper of the paint pad. Pointer samples become smooth, anti-aliased strokes in a grey raster, with
// undo and redo by strokes. It knows neither screen nor network, so that a pen's feel can be tested without either.
#pragma once

#include <cstdint>
#include <deque>
#include <span>
#include <vector>

namespace hourglass {

struct Brush {
  float diameter = 28.0f;  ///< raster pixels, ten to a pixel of 28x28; MNIST's ones have a median width of 2.75
  bool erase = false;
};

class PadCanvas {
 public:
  static constexpr int kSide = 280;
  static constexpr int kPixels = kSide * kSide;
  static constexpr std::size_t kUndoSteps = 64;

  PadCanvas();

  /// A stroke: coordinates in raster pixels, y down, and they may lie outside the raster: what falls outside is not
  /// drawn, and the stroke comes back in where the pointer does.
  void press(float x, float y, Brush brush);
  void move(float x, float y);
  void release();
  /// Takes the stroke under way back, as if the pen had never touched (a second finger makes it a pinch).
  void cancel();
  bool drawing() const { return drawing_; }

  void clear();
  /// Puts a 28x28 image on the paper; averaging 10x10 blocks of the raster gives the image back to within a grey level
  /// or two.
  void put_image(std::span<const std::uint8_t> image);
  /// The same without a step of its own: in the place of an image that lies there already.
  void replace_image(std::span<const std::uint8_t> image);
  /// A raster() that was kept; another size than (280, 280) is not taken.
  void replace_raster(std::span<const std::uint8_t> raster);

  void undo();
  void redo();
  bool can_undo() const { return !undo_.empty() && !drawing_; }
  bool can_redo() const { return !redo_.empty() && !drawing_; }

  bool blank() const;
  /// (280, 280) row by row, 0 paper to 255 ink.
  std::span<const std::uint8_t> raster() const { return raster_; }
  /// Grows with every change of the raster.
  std::uint64_t version() const { return version_; }
  /// Memory that all steps for undo and redo take together.
  std::size_t bytes_of_steps() const;

 private:
  struct Point {
    float x, y;
  };
  struct Box {
    int x0 = kSide, y0 = kSide, x1 = 0, y1 = 0;
    void add(const Box& other);
    bool empty() const { return x0 >= x1 || y0 >= y1; }
  };
  using Raster = std::vector<std::uint8_t>;
  /// A raster for undo or redo. Paper and ink are runs of equal pixels: each is kept as its length, 1 to 255, and its
  /// grey.
  class Step {
   public:
    explicit Step(const Raster& raster);
    void restore(Raster& raster) const;
    std::size_t bytes() const { return runs_.size(); }

   private:
    std::vector<std::uint8_t> runs_;
  };

  void remember();
  void exchange(std::deque<Step>& from, std::deque<Step>& to);
  void lay(std::span<const std::uint8_t> image);
  void add_point(Point p);
  void curve(Point p0, Point p1, Point p2, Point p3);
  Box capsule(Raster& coverage, Point a, Point b) const;
  void compose(const Box& box);
  void draw_tail();

  Raster base_;      ///< before the stroke under way
  Raster coverage_;  ///< of the stroke under way, without its tail
  Raster tail_;      ///< coverage of the part that the next sample may still bend
  Raster raster_;    ///< what is seen
  Box fresh_, tail_box_;
  std::vector<Point> points_;
  Brush brush_;
  bool drawing_ = false;
  std::uint64_t version_ = 1;
  std::deque<Step> undo_, redo_;
};

}  // namespace hourglass
