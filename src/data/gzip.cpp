#include "data/gzip.h"

#include <zlib.h>

#include <array>

#include "data/text.h"

namespace hourglass {

bool looks_like_gzip(std::span<const std::uint8_t> bytes) {
  return bytes.size() >= 2 && bytes[0] == 0x1F && bytes[1] == 0x8B;
}

struct Gunzip::State {
  z_stream stream{};
  bool ready = false;
  bool between = false;   // a member has ended
  bool finished = false;  // what follows is not gzip
  std::uint8_t held = 0;  // a lone 1F at the end of a piece, between members
  bool has_held = false;
  Wrapping wrapping = Wrapping::gzip;
  std::array<std::uint8_t, 64 * 1024> output;
  ~State() {
    if (ready) inflateEnd(&stream);
  }
};

Gunzip::Gunzip(Wrapping wrapping) : state_(std::make_unique_for_overwrite<State>()) {
  state_->wrapping = wrapping;
  const int window = wrapping == Wrapping::gzip ? 15 + 16 : wrapping == Wrapping::zlib ? 15 : -15;
  state_->ready = inflateInit2(&state_->stream, window) == Z_OK;
}
Gunzip::~Gunzip() = default;
Gunzip::Gunzip(Gunzip&&) noexcept = default;
Gunzip& Gunzip::operator=(Gunzip&&) noexcept = default;

bool Gunzip::complete() const { return state_->between || state_->finished; }

std::expected<void, Error> Gunzip::feed(std::span<const std::uint8_t> packed, const ByteSink& sink) {
  State& s = *state_;
  if (!s.ready) return fail_no_room_to_unpack();
  std::array<std::uint8_t, 2> joined{};
  while (!packed.empty() && !s.finished) {
    std::span<const std::uint8_t> now = packed;
    bool joining = false;
    if (s.between) {
      // Either another member begins here or the stream is over.
      if (s.wrapping != Wrapping::gzip) {
        s.finished = true;
        break;
      }
      if (!s.has_held && packed.size() == 1 && packed[0] == 0x1F) {
        s.has_held = true;
        break;
      }
      joined = {0x1F, packed[0]};
      if (s.has_held ? packed[0] != 0x8B : !looks_like_gzip(packed)) {
        s.finished = true;
        break;
      }
      joining = s.has_held;
      s.has_held = false;
      if (joining) now = joined;
      inflateReset(&s.stream);
      s.between = false;
    }
    s.stream.next_in = const_cast<Bytef*>(now.data());
    const std::size_t piece = std::min<std::size_t>(now.size(), 1u << 30);
    s.stream.avail_in = static_cast<uInt>(piece);
    int status = Z_OK;
    do {
      s.stream.next_out = s.output.data();
      s.stream.avail_out = static_cast<uInt>(s.output.size());
      status = inflate(&s.stream, Z_NO_FLUSH);
      if (status == Z_MEM_ERROR) return fail_no_room_to_unpack();
      if (status != Z_OK && status != Z_STREAM_END && status != Z_BUF_ERROR) return fail_damaged_packing();
      const std::size_t made = s.output.size() - s.stream.avail_out;
      if (made > 0) {
        if (auto taken = sink({s.output.data(), made}); !taken) return taken;
      }
    } while (status != Z_STREAM_END && (s.stream.avail_in > 0 || s.stream.avail_out == 0) && status != Z_BUF_ERROR);
    if (status == Z_STREAM_END) s.between = true;
    const std::size_t used = joining ? 1 : piece - s.stream.avail_in;
    packed = packed.subspan(used);
    if (used == 0 && status == Z_BUF_ERROR) break;
  }
  return {};
}

std::expected<std::vector<std::uint8_t>, Error> gunzip(std::span<const std::uint8_t> packed, std::uint64_t limit) {
  Gunzip stream;
  std::vector<std::uint8_t> bytes;
  auto fed = stream.feed(packed, [&](std::span<const std::uint8_t> more) -> std::expected<void, Error> {
    if (bytes.size() + more.size() > limit) return fail("This unpacks to more than {0}.", in_bytes(limit));
    bytes.insert(bytes.end(), more.begin(), more.end());
    return {};
  });
  if (!fed) return std::unexpected(fed.error());
  if (!stream.complete()) return fail("The compressed data ends too early: it was cut off.");
  return bytes;
}

std::vector<std::uint8_t> gzip(std::span<const std::uint8_t> bytes) {
  z_stream stream{};
  if (deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) != Z_OK) return {};
  std::vector<std::uint8_t> packed(deflateBound(&stream, static_cast<uLong>(bytes.size())) + 64);
  stream.next_in = const_cast<Bytef*>(bytes.data());
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = packed.data();
  stream.avail_out = static_cast<uInt>(packed.size());
  const int status = deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  if (status != Z_STREAM_END) return {};
  return packed;
}

}  // namespace hourglass
