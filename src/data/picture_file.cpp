#include "data/picture_file.h"

#include "data/bmp.h"
#include "data/gif.h"
#include "data/jpeg.h"
#include "data/png.h"
#include "data/text.h"
#include "data/webp.h"

namespace hourglass {
namespace {

struct PictureKind {
  bool (*looks_like)(std::span<const std::uint8_t>);
  std::expected<Picture, Error> (*decode)(std::span<const std::uint8_t>, std::string_view, std::uint32_t);
  /// Of kinds that can be read smaller than they are, with the longer side that is enough.
  std::expected<Picture, Error> (*decode_smaller)(std::span<const std::uint8_t>, std::string_view, std::uint32_t,
                                                  std::uint32_t) = nullptr;
};
constexpr PictureKind kPictureKinds[] = {{looks_like_png, decode_png},
                                         {looks_like_jpeg, decode_jpeg, decode_jpeg_smaller},
                                         {looks_like_webp, decode_webp},
                                         {looks_like_gif, decode_gif},
                                         {looks_like_bmp, decode_bmp}};

constexpr std::string_view kPictureEndings[] = {".png",  ".jpg", ".jpeg", ".jpe", ".jfif",
                                                ".webp", ".gif", ".bmp",  ".dib"};

const PictureKind* kind_of_picture(std::span<const std::uint8_t> start) {
  for (const PictureKind& kind : kPictureKinds) {
    if (kind.looks_like(start)) return &kind;
  }
  return nullptr;
}

}  // namespace

bool looks_like_picture(std::span<const std::uint8_t> start) { return kind_of_picture(start) != nullptr; }

std::expected<Picture, Error> decode_picture(std::span<const std::uint8_t> bytes, std::string_view name,
                                             std::uint32_t largest_side, std::uint32_t enough) {
  const PictureKind* kind = kind_of_picture(bytes);
  if (!kind) return fail("{0} is no picture of a kind that is read here.", in_quotes(name));
  if (enough > 0 && kind->decode_smaller) return kind->decode_smaller(bytes, name, largest_side, enough);
  return kind->decode(bytes, name, largest_side);
}

std::string_view without_picture_ending(std::string_view name) {
  for (const std::string_view ending : kPictureEndings) {
    if (name.size() <= ending.size()) continue;
    if (lower(name.substr(name.size() - ending.size())) == ending) return name.substr(0, name.size() - ending.size());
  }
  return name;
}

bool is_picture_name(std::string_view name) { return without_picture_ending(name).size() < name.size(); }

}  // namespace hourglass
