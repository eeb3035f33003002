// Reservoir: which of a stream of unknown length to keep in so many places, so that memory stays bounded however large
// the archive is. Plain, every item has the same chance (Vitter 1985, algorithm R); balanced, the classes end up as
// equal as they can be, and within a class every item has the same chance.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "math/random.h"

namespace hourglass {

class Reservoir {
 public:
  /// capacity 0: everything is kept.
  Reservoir(std::size_t capacity, bool balanced, std::uint64_t seed);

  /// What shall become of the next item of `group`; say it to commit() once the item proved to be good.
  struct Decision {
    std::size_t group = 0;
    bool keep = false;
    std::uint32_t place = 0;         ///< to write to: a new one (== size()) or one that is given up
    std::size_t loses = 0;           ///< the group that gives it up
    std::size_t place_in_loser = 0;  ///< where in that group's list
    bool fresh = false;
  };
  Decision propose(std::size_t group);
  void commit(const Decision& decision);

  std::size_t size() const { return size_; }
  std::uint64_t seen() const { return seen_; }

 private:
  struct Group {
    std::vector<std::uint32_t> places;
    std::uint32_t seen = 0;
    bool gave_up = false;  // has lost an item, so a new one must earn its place
  };
  std::size_t capacity_;
  bool balanced_;
  Random random_;
  std::vector<Group> groups_;
  std::size_t size_ = 0;
  std::uint64_t seen_ = 0;
};

}  // namespace hourglass
