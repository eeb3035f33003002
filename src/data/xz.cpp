#include "data/xz.h"

#include <lzma.h>

#include <algorithm>
#include <array>

namespace hourglass {
namespace {

constexpr std::array<std::uint8_t, 6> kXzStart = {0xFD, '7', 'z', 'X', 'Z', 0};
// xz -9, the largest of its levels, needs 65 MB.
constexpr std::uint64_t kMostMemory = 128'000'000;

}  // namespace

bool looks_like_xz(std::span<const std::uint8_t> bytes) {
  return bytes.size() >= kXzStart.size() && std::ranges::equal(bytes.first(kXzStart.size()), kXzStart);
}

struct Unxz::State {
  lzma_stream stream = LZMA_STREAM_INIT;
  bool ready = false;
  bool between = false;   // a stream has ended
  bool another = false;   // and what may be one more has begun: its header was not read yet
  bool finished = false;  // what follows is not xz
  std::array<std::uint8_t, 64 * 1024> output;

  void begin() { ready = lzma_stream_decoder(&stream, kMostMemory, 0) == LZMA_OK; }
  ~State() { lzma_end(&stream); }
};

Unxz::Unxz() : state_(std::make_unique<State>()) { state_->begin(); }
Unxz::~Unxz() = default;

bool Unxz::complete() const { return state_->between || state_->another || state_->finished; }

std::expected<void, Error> Unxz::feed(std::span<const std::uint8_t> packed, const ByteSink& sink) {
  State& s = *state_;
  s.stream.next_in = packed.data();
  s.stream.avail_in = packed.size();
  while (!s.finished) {
    if (s.between) {
      // Between streams zeros may stand.
      while (s.stream.avail_in > 0 && *s.stream.next_in == 0) ++s.stream.next_in, --s.stream.avail_in;
      if (s.stream.avail_in == 0) return {};
      s.begin();
      s.between = false, s.another = true;
    }
    if (!s.ready) return fail_no_room_to_unpack();
    s.stream.next_out = s.output.data();
    s.stream.avail_out = s.output.size();
    const lzma_ret status = lzma_code(&s.stream, LZMA_RUN);
    const std::size_t made = s.output.size() - s.stream.avail_out;
    if (made > 0) {
      if (auto taken = sink({s.output.data(), made}); !taken) return taken;
    }
    switch (status) {
      case LZMA_OK:
        if (s.stream.total_in >= LZMA_STREAM_HEADER_SIZE) s.another = false;
        break;
      case LZMA_BUF_ERROR: return {};  // all that came was taken
      case LZMA_STREAM_END: s.between = true, s.another = false; break;
      case LZMA_MEM_ERROR: return fail_no_room_to_unpack();
      case LZMA_MEMLIMIT_ERROR:
        return fail("To unpack this takes {0} of memory. Pack it anew with xz -9 or less.",
                    in_bytes(lzma_memusage(&s.stream)));
      case LZMA_FORMAT_ERROR:  // it does not begin as xz does
        if (!s.another) return fail_damaged_packing();
        s.finished = true;
        break;
      default: return fail_damaged_packing();
    }
    if (s.stream.avail_in == 0 && s.stream.avail_out > 0) return {};
  }
  return {};
}

}  // namespace hourglass
