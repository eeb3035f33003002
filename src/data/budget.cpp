#include "data/budget.h"

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <utility>

#include "data/text.h"

namespace hourglass {

bool memory_for(std::uint64_t bytes) {
  if (bytes > std::numeric_limits<std::size_t>::max() / 2) return false;
  // volatile: an optimiser may otherwise drop a malloc whose block is not used.
  void* volatile block = std::malloc(static_cast<std::size_t>(bytes) + 1);
  const bool had = block != nullptr;
  std::free(block);
  return had;
}

std::unexpected<Error> Budget::exhaust(Sentence message) {
  exhausted_ = true;
  return fail(std::move(message));
}

std::expected<void, Error> Budget::unpack(std::uint64_t bytes) {
  unpacked_ += bytes;
  worked_ += bytes;
  if (unpacked_ <= limits_.unpacked_bytes) return {};
  return exhaust(
      say("This unpacks to more than {0}, which is the limit: it is damaged, made to do harm, or too large for this "
          "page.",
          in_bytes(limits_.unpacked_bytes)));
}

void Budget::pass(std::uint64_t bytes, std::uint64_t pixels) {
  unpacked_ -= std::min(bytes, unpacked_);
  worked_ += pixels;
}

std::expected<void, Error> Budget::keep(std::uint64_t bytes) {
  if (bytes > limits_.kept_bytes || kept_ + bytes > limits_.kept_bytes) {
    return exhaust(say("This needs more than {0} of memory, which is the limit for one set: choose a part of it.",
                       in_bytes(limits_.kept_bytes)));
  }
  // Small blocks are not worth the question.
  if (bytes > (1u << 20) && !memory_for(bytes)) {
    return exhaust(
        say("There is not enough memory for this: {0} more are needed. Close other pages, or choose fewer images.",
            in_bytes(bytes)));
  }
  kept_ += bytes;
  return {};
}

Buffer::Buffer(Buffer&& other) noexcept
    : budget_(other.budget_), bytes_(std::exchange(other.bytes_, {})), expected_(std::exchange(other.expected_, 0)) {}

Buffer& Buffer::operator=(Buffer&& other) noexcept {
  if (this != &other) {
    budget_->release(bytes_.capacity());
    budget_ = other.budget_;
    bytes_ = std::exchange(other.bytes_, {});
    expected_ = std::exchange(other.expected_, 0);
  }
  return *this;
}

std::expected<void, Error> Buffer::reserve(std::uint64_t size) {
  if (size <= bytes_.capacity()) return {};
  const std::size_t before = bytes_.capacity();
  if (auto kept = budget_->keep(size); !kept) return kept;
  bytes_.reserve(static_cast<std::size_t>(size));
  budget_->release(before);
  return {};
}

std::expected<void, Error> Buffer::append(std::span<const std::uint8_t> more) {
  const std::uint64_t needed = static_cast<std::uint64_t>(bytes_.size()) + more.size();
  if (needed > bytes_.capacity()) {
    const bool sure = needed <= expected_ && std::max(4 * needed, kBelieved) >= expected_;
    const std::uint64_t wanted =
        sure ? expected_ : std::max<std::uint64_t>(needed, bytes_.capacity() + bytes_.capacity() / 2);
    // Near the limit, take what is needed rather than half as much again.
    if (auto room = reserve(std::min(wanted, std::max(needed, budget_->limits().kept_bytes / 2))); !room) return room;
  }
  bytes_.insert(bytes_.end(), more.begin(), more.end());
  return {};
}

std::expected<std::span<std::uint8_t>, Error> Buffer::resize(std::uint64_t size) {
  if (auto room = reserve(size); !room) return std::unexpected(room.error());
  bytes_.resize(static_cast<std::size_t>(size));
  return std::span(bytes_);
}

std::vector<std::uint8_t> Buffer::take() {
  budget_->release(bytes_.capacity());
  return std::exchange(bytes_, {});
}

}  // namespace hourglass
