// gzip as a stream: bytes are pushed in as they arrive, what they unpack to is handed on at once. Over zlib.
#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <span>
#include <vector>

#include "data/unpacking.h"
#include "math/error.h"

namespace hourglass {

bool looks_like_gzip(std::span<const std::uint8_t> bytes);

class Gunzip final : public Unpacking {
 public:
  enum class Wrapping { gzip, zlib, raw_deflate };
  explicit Gunzip(Wrapping wrapping = Wrapping::gzip);
  ~Gunzip() override;
  Gunzip(Gunzip&&) noexcept;
  Gunzip& operator=(Gunzip&&) noexcept;

  std::expected<void, Error> feed(std::span<const std::uint8_t> packed, const ByteSink& sink) override;
  bool complete() const override;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// All at once, for small files. Errors: damaged, cut off, more than `limit` bytes come out.
std::expected<std::vector<std::uint8_t>, Error> gunzip(std::span<const std::uint8_t> packed, std::uint64_t limit);
/// Level 9, no time stamp or name: the same bytes give the same file.
std::vector<std::uint8_t> gzip(std::span<const std::uint8_t> bytes);

}  // namespace hourglass
