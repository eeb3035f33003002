// CodeTrail: the codes of earlier epochs, kept so that a person can wind the map back to its start. Within a limit of
// memory: when it is reached, every second epoch in between is given up. Codes of so many images that few epochs would
// be left have twice as much.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace hourglass {

class CodeTrail {
 public:
  explicit CodeTrail(std::size_t byte_limit = 4u << 20) : limit_(byte_limit) {}

  /// A new run: forgets everything.
  void clear();
  /// codes (n, width). Another n or width than before starts anew (other data, another network); an epoch before the
  /// last kept one does, too. Epochs closer than the trail's present spacing are not kept.
  void add(double epoch, int width, std::span<const float> codes);

  std::size_t size() const { return entries_.size(); }
  double epoch(std::size_t i) const { return entries_[i].epoch; }
  int width() const { return width_; }
  /// (n, width), to a 65535th of each number's range at that epoch.
  std::vector<float> codes(std::size_t i) const;
  /// The kept epoch nearest to `epoch`.
  std::size_t find(double epoch) const;
  std::size_t bytes() const;

  /// Forgets what is later than that.
  void cut(double epoch);
  /// To be kept: as many of its epochs, evenly chosen, as fit into `most` bytes or so; empty where not even two do.
  std::vector<std::uint8_t> packed(std::size_t most) const;
  /// What packed() made; nothing where it is anything else.
  static std::optional<CodeTrail> unpacked(std::span<const std::uint8_t> bytes);

 private:
  struct Entry {
    double epoch = 0;
    std::vector<float> low, step;       // (width): what 0 and one step mean
    std::vector<std::uint16_t> values;  // (n, width)
  };
  void thin();
  std::size_t limit() const;

  std::vector<Entry> entries_;
  std::size_t limit_;
  double spacing_ = 0;
  int width_ = 0;
};

}  // namespace hourglass
