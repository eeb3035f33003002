// xz as a stream, over liblzma.
#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "data/unpacking.h"

namespace hourglass {

bool looks_like_xz(std::span<const std::uint8_t> bytes);

class Unxz final : public Unpacking {
 public:
  Unxz();
  ~Unxz() override;

  /// One more error than others have: packed with a dictionary larger than a page should give room to.
  std::expected<void, Error> feed(std::span<const std::uint8_t> packed, const ByteSink& sink) override;
  bool complete() const override;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace hourglass
